package io.sparkae.jobs;

import io.sparkae.files.StageOutputException;
import io.sparkae.jobs.console.Console;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.run.KeptSettings;
import io.sparkae.run.RunFolder;
import io.sparkae.settings.GivenSettings;
import io.sparkae.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The common options of all commands. */
public final class RunOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "HOCON file with settings; may be repeated, later files win.")
    private List<Path> config = new ArrayList<>();

    @Option(names = "-s", paramLabel = "KEY=VALUE", description = "A single setting; wins over files.")
    private List<String> pairs = new ArrayList<>();

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "The run's folder, a path or URI; default: runs/NAME of the experiment.")
    private String runDir;

    @Option(
            names = "--forget-settings",
            description = "Start from the defaults, not from the settings kept in the run's folder.")
    private boolean forget;

    @Option(names = "--force", description = "Do the work again even if it is done.")
    private boolean force;

    @ArgGroup
    private VerbosityOptions verbosity = new VerbosityOptions();

    private final List<String> preferred = new ArrayList<>();

    /** At most one of them. */
    private static final class VerbosityOptions {
        @Option(
                names = {"-q", "--quiet"},
                description = "Print errors only.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Print every epoch, and the log on standard error.")
        private boolean verbose;
    }

    Console.Verbosity verbosity() {
        if (verbosity.quiet) {
            return Console.Verbosity.QUIET;
        }
        return verbosity.verbose ? Console.Verbosity.VERBOSE : Console.Verbosity.NORMAL;
    }

    /** Overrides the default of a setting, {@code KEY=VALUE}; files and {@code -s} win. */
    public void prefer(String pair) {
        preferred.add(pair);
    }

    /**
     * The settings given, whatever a run folder keeps.
     *
     * @throws io.sparkae.settings.SettingsException with all problems
     */
    public JobSettings settings() {
        return JobSettings.read(given());
    }

    /** The same with more pairs, which win over all others. */
    public JobSettings settings(List<String> more) {
        List<String> all = new ArrayList<>(pairs);
        all.addAll(more);
        return JobSettings.read(Settings.load(preferred, config, all));
    }

    private Settings given() {
        return Settings.load(preferred, config, pairs);
    }

    /** The run folder: the one given, or the default of the experiment. */
    public String runDir(JobSettings settings) {
        return runDir(settings, "");
    }

    /** The run folder: the one given, or the default of the experiment with this suffix. */
    public String runDir(JobSettings settings, String suffix) {
        return runDir != null ? runDir : "runs/" + settings.experiment() + suffix;
    }

    /**
     * A run folder, and the settings in force there.
     *
     * @param folder path or URI
     * @param settings those kept in the folder, overridden by those given
     * @param kept those kept in the folder; empty if they are not wanted
     */
    record Chosen(String folder, JobSettings settings, Optional<GivenSettings> kept) {
        /**
         * Checks that no other process has changed what the folder keeps since it was read.
         *
         * @param held the folder, now held
         */
        void requireUnchanged(RunFolder held) throws IOException {
            if (kept.isPresent()
                    && !kept.get().toHocon().equals(KeptSettings.read(held).toHocon())) {
                throw new StageOutputException(folder + "/" + KeptSettings.FILE
                        + " was changed by another command meanwhile: give this one again");
            }
        }
    }

    /**
     * Chooses the run folder and reads the settings that it keeps; the log goes there, too.
     *
     * @param suffix of the default folder's name
     * @throws io.sparkae.settings.SettingsException with all problems
     */
    Chosen choose(String suffix) throws IOException {
        Settings given = given();
        String folder = runDir != null ? runDir : "runs/" + JobSettings.experiment(given) + suffix;
        LogFile.beside(folder, verbosity());
        Optional<GivenSettings> kept =
                forget ? Optional.empty() : Optional.of(KeptSettings.read(RunFolder.at(folder, Session.hadoop(given))));
        return new Chosen(
                folder,
                JobSettings.read(Settings.load(
                        preferred, kept.orElse(GivenSettings.NONE), folder + "/" + KeptSettings.FILE, config, pairs)),
                kept);
    }

    /** The given folder, or another. */
    String runDirOr(String other) {
        return runDir != null ? runDir : other;
    }

    /** Whether work that is done is to be done again. */
    public boolean force() {
        return force;
    }
}
