package io.sparkae.jobs;

import java.nio.file.Path;

/**
 * Where the log goes in local mode. The packed {@code sparkae-log4j2.properties} reads the system property; under
 * {@code spark-submit} the cluster's own logging is used and this has no effect.
 */
final class LogFile {
    private static final String PROPERTY = "sparkae.log";

    private LogFile() {}

    /** Puts the log beside a local run's folders, else into the working folder; call it before anything logs. */
    static void beside(String runDir) {
        if (System.getProperty(PROPERTY) == null) {
            Path folder = runDir.contains("://") ? Path.of("") : Path.of(runDir.replaceFirst("^file:", ""));
            System.setProperty(PROPERTY, folder.resolve("sparkae.log").toString());
        }
    }

    /** Words for the end of an error message. */
    static String hint() {
        String configured = System.getProperty("log4j2.configurationFile", "");
        return configured.startsWith("sparkae-")
                ? "; the stack trace is in " + System.getProperty(PROPERTY, "sparkae.log")
                : "; the stack trace is in the log";
    }
}
