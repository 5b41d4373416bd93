package io.sparkae.jobs.console;

import io.sparkae.jobs.startup.FileNames;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Location of the log in local mode, set by system properties that {@code sparkae-log4j2.properties} reads. Without effect
 * under {@code spark-submit}, where the cluster configures logging.
 */
public final class LogFile {
    private static final String PROPERTY = "sparkae.log";
    private static final String TERMINAL_LEVEL = "sparkae.log.terminal";

    private LogFile() {}

    /**
     * Puts the log into a local run folder; among the temporary files if the folder is remote or not writable. If verbose,
     * the log goes to standard error too. Call it before anything logs.
     *
     * @throws SettingsException if the locale of this process cannot encode the folder's name
     */
    public static void beside(String runDir, Console.Verbosity verbosity) {
        if (verbosity == Console.Verbosity.VERBOSE) {
            System.setProperty(TERMINAL_LEVEL, "info");
        }
        if (System.getProperty(PROPERTY) == null) {
            folder(runDir)
                    .ifPresent(folder -> System.setProperty(
                            PROPERTY, folder.resolve("sparkae.log").toString()));
        }
        orTemporary();
    }

    /** Puts the log into a private temporary folder, unless it has a place; for commands without a run folder. */
    public static void orTemporary() {
        if (System.getProperty(PROPERTY) == null) {
            try {
                System.setProperty(
                        PROPERTY,
                        Preflight.temporaryFolder().resolve("sparkae.log").toString());
            } catch (IOException e) {
                throw new SettingsException(List.of(System.getProperty("java.io.tmpdir")
                        + ", the temporary folder, cannot be written: name another with"
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
                // The stage will fail with the same error; its log goes to the temporary files.
            }
        }
        return Optional.empty();
    }

    /** Whether {@code sparkae-log4j2.properties} configures the log. */
    public static boolean isOurs() {
        return System.getProperty("log4j2.configurationFile", "").startsWith("sparkae-");
    }

    /** The end of an error message: where the stack trace is. */
    public static String hint() {
        return isOurs() && System.getProperty(PROPERTY) != null
                ? "; the stack trace is in " + System.getProperty(PROPERTY)
                : "; the stack trace is in the log";
    }
}
