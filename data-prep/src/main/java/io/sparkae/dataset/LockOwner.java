package io.sparkae.dataset;

import java.net.InetAddress;
import java.net.UnknownHostException;
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
record LockOwner(String token, String host, long process, String since, long beat) {

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

    LockOwner next() {
        return new LockOwner(token, host, process, since, beat + 1);
    }

    /** What to throw at another process. */
    StageOutputException refusal(Object file) {
        return new StageOutputException("another run uses this folder: process " + process + " on " + host + ", since "
                + since + " (" + file + "): wait until it has ended, or give another --run-dir");
    }
}
