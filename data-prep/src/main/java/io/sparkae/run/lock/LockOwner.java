package io.sparkae.run.lock;

import io.sparkae.files.StageOutputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The holder of a lock, as written in the lock file.
 *
 * @param token unique to the holder
 * @param host name of its machine
 * @param process its process id
 * @param since time of acquisition, ISO-8601 in UTC
 * @param beat number of its heartbeats so far
 */
record LockOwner(String token, String host, long process, String since, long beat) {
    /** Every lock file begins so: JSON keys are sorted. */
    private static final String BEGINNING = "{\"beat\":";

    /** This process as a new holder. */
    static LockOwner current() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "an unknown host";
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new LockOwner(
                UUID.randomUUID().toString(), host, ProcessHandle.current().pid(), now, 0);
    }

    /** A holder whose file has no content yet. */
    static LockOwner unknown() {
        return new LockOwner("", "this machine", 0, "just now", 0);
    }

    /**
     * Refuses a file with the lock's name that sparkae did not write. An empty one is accepted: a process was killed while
     * it acquired the lock, or the power failed.
     *
     * @param content of the file, or its beginning
     * @throws StageOutputException that says what to do
     */
    static void requireOurs(Object file, byte[] content) {
        String text =
                new String(content, StandardCharsets.UTF_8).replace("\0", "").strip();
        if (!text.isEmpty() && !BEGINNING.startsWith(text) && !text.startsWith(BEGINNING)) {
            throw new StageOutputException(file + " is no lock of sparkae's: move it away, or give another --run-dir");
        }
    }

    /** This holder at a later heartbeat. */
    LockOwner at(long later) {
        return new LockOwner(token, host, process, since, later);
    }

    boolean isSame(LockOwner other) {
        return other != null && token.equals(other.token);
    }

    /** The exception for a process that finds the lock held. */
    StageOutputException refusal(Object file) {
        return new StageOutputException("another run uses this folder: " + describe() + " (" + file
                + "): wait until it has ended, or give another --run-dir");
    }

    /**
     * The exception for a process that has lost the lock.
     *
     * @param holder now, null if unknown
     */
    static StageOutputException lost(Object file, LockOwner holder) {
        String why = holder == null
                ? "its lock is gone"
                : holder.describe() + " has taken it, while this process did not move";
        return new StageOutputException("this run has lost its folder: " + why + " (" + file
                + "): nothing was committed; give the command again once no other run uses the folder");
    }

    private String describe() {
        return "process " + process + " on " + host + ", since " + since;
    }
}
