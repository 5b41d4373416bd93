package io.sparkae.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the log goes in local mode. The packed {@code sparkae-log4j2.properties} reads the system properties; under
 * {@code spark-submit} the cluster's own logging is used and this has no effect.
 */
final class LogFile {
    private static final String PROPERTY = "sparkae.log";
    private static final String TERMINAL_LEVEL = "sparkae.log.terminal";

    private LogFile() {}

    /**
     * Puts the log beside a local run's folders, else, or if nothing can be written there, into the folder for
     * temporary files, and on standard error too if that is asked for; call it before anything logs.
     */
    static void beside(String runDir, Verbosity verbosity) {
        if (verbosity == Verbosity.VERBOSE) {
            System.setProperty(TERMINAL_LEVEL, "info");
        }
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, folder(runDir).resolve("sparkae.log").toString());
        }
    }

    private static Path folder(String runDir) {
        if (!runDir.contains("://")) {
            try {
                Path folder = Files.createDirectories(Path.of(runDir.replaceFirst("^file:", "")));
                if (Files.isWritable(folder)) {
                    return folder;
                }
            } catch (IOException e) {
                // The stage will run into the same and say so; its log has to go somewhere.
            }
        }
        return temporary();
    }

    /** Whether the log is laid out by our own configuration. */
    static boolean isOurs() {
        return System.getProperty("log4j2.configurationFile", "").startsWith("sparkae-");
    }

    /** Words for the end of an error message. */
    static String hint() {
        return isOurs()
                ? "; the stack trace is in "
                        + System.getProperty(
                                PROPERTY, temporary().resolve("sparkae.log").toString())
                : "; the stack trace is in the log";
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
