package io.sparkae.run.lock;

import io.sparkae.files.StageOutputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who holds a lock, as its file says.
 *
 * @param token tells this holder from all others
 * @param host that it runs on
 * @param process its number there
 * @param since when it took the lock, ISO-8601 in UTC
 * @param beat how often it has said that it is alive
 */
public record LockOwner(String token, String host, long process, String since, long beat) {
    /** Of every such file: keys are sorted. */
    private static final String BEGINNING = "{\"beat\":";

    public static LockOwner current() {
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

    /** One whose file says nothing yet. */
    static LockOwner unknown() {
        return new LockOwner("", "this machine", 0, "just now", 0);
    }

    /**
     * Refuses a file under a lock's name that is somebody else's; one without content was left by a process that was
     * killed while it took the lock, or by a loss of power.
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

    /** The same at a later beat. */
    LockOwner at(long later) {
        return new LockOwner(token, host, process, since, later);
    }

    boolean isSame(LockOwner other) {
        return other != null && token.equals(other.token);
    }

    /** Thrown at another process. */
    StageOutputException refusal(Object file) {
        return new StageOutputException("another run uses this folder: " + describe() + " (" + file
                + "): wait until it has ended, or give another --run-dir");
    }

    /**
     * Thrown at a process that had the lock.
     *
     * @param holder that has it now, null if unknown
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
