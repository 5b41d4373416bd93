package io.sparkae.jobs.console;

import io.sparkae.jobs.startup.FileNames;
import io.sparkae.jobs.startup.StartUpCheck;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the log goes in local mode. The packed {@code sparkae-log4j2.properties} reads the system properties; under
 * {@code spark-submit} the cluster's own logging is used and this has no effect.
 */
public final class LogFile {
    private static final String PROPERTY = "sparkae.log";
    private static final String TERMINAL_LEVEL = "sparkae.log.terminal";

    private LogFile() {}

    /**
     * Puts the log beside a local run's folders, else, or if nothing can be written there, among the temporary files,
     * and on standard error too if that is asked for; call it before anything logs.
     *
     * @throws SettingsException if the folder's name is none under the locale of this process
     */
    public static void beside(String runDir, Verbosity verbosity) {
        if (verbosity == Verbosity.VERBOSE) {
            System.setProperty(TERMINAL_LEVEL, "info");
        }
        if (System.getProperty(PROPERTY) == null) {
            folder(runDir)
                    .ifPresent(folder -> System.setProperty(
                            PROPERTY, folder.resolve("sparkae.log").toString()));
        }
        settle();
    }

    /**
     * Puts the log among the temporary files, where no other user can see it, if nothing has said yet where it goes; for
     * commands without a run folder.
     */
    public static void settle() {
        if (System.getProperty(PROPERTY) == null) {
            try {
                System.setProperty(
                        PROPERTY,
                        StartUpCheck.temporaryFolder().resolve("sparkae.log").toString());
            } catch (IOException e) {
                throw new SettingsException(List.of(System.getProperty("java.io.tmpdir")
                        + ", the folder for temporary files, cannot be written: name another with"
                        + " SPARKAE_JAVA_OPTS=-Djava.io.tmpdir=DIR"));
            }
        }
    }

    private static Optional<Path> folder(String runDir) {
        if (!runDir.contains("://")) {
            FileNames.problem(List.of(runDir)).ifPresent(problem -> {
                throw new SettingsException(List.of("--run-dir: " + problem));
            });
            try {
                Path folder = Files.createDirectories(Path.of(runDir.replaceFirst("^file:", "")));
                if (Files.isWritable(folder)) {
                    return Optional.of(folder);
                }
            } catch (IOException e) {
                // The stage will run into the same and say so; its log has to go somewhere.
            }
        }
        return Optional.empty();
    }

    /** Whether the log is laid out by our own configuration. */
    public static boolean isOurs() {
        return System.getProperty("log4j2.configurationFile", "").startsWith("sparkae-");
    }

    /** Words for the end of an error message. */
    public static String hint() {
        return isOurs() && System.getProperty(PROPERTY) != null
                ? "; the stack trace is in " + System.getProperty(PROPERTY)
                : "; the stack trace is in the log";
    }
}
