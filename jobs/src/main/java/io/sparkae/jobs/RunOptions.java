package io.sparkae.jobs;

import io.sparkae.jobs.console.Verbosity;
import io.sparkae.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that all stages have. */
public final class RunOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "HOCON file with settings; may be given several times, a later one wins.")
    private List<Path> config = new ArrayList<>();

    @Option(names = "-s", paramLabel = "KEY=VALUE", description = "A single setting; wins over files.")
    private List<String> pairs = new ArrayList<>();

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "The run's folder, a path or URI; default: runs/NAME of the experiment.")
    private String runDir;

    @Option(names = "--force", description = "Do the work even if it is done already.")
    private boolean force;

    @ArgGroup
    private VerbosityOptions verbosity = new VerbosityOptions();

    private final List<String> preferred = new ArrayList<>();

    /** One or the other, or neither. */
    private static final class VerbosityOptions {
        @Option(
                names = {"-q", "--quiet"},
                description = "Say nothing but errors.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Show every epoch, and on standard error what the log says.")
        private boolean verbose;
    }

    Verbosity verbosity() {
        return verbosity.quiet ? Verbosity.QUIET : verbosity.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }

    /** Sets {@code KEY=VALUE} for all that neither a file nor {@code -s} sets. */
    public void prefer(String pair) {
        preferred.add(pair);
    }

    /** @throws io.sparkae.settings.SettingsException with all problems */
    public JobSettings settings() {
        return JobSettings.read(Settings.load(preferred, config, pairs));
    }

    /** The same with more pairs, which win over all others. */
    JobSettings settings(List<String> more) {
        List<String> all = new ArrayList<>(pairs);
        all.addAll(more);
        return JobSettings.read(Settings.load(preferred, config, all));
    }

    /** The run folder: the one given, or the default of the experiment. */
    public String runDir(JobSettings settings) {
        return runDir(settings, "");
    }

    /** @param suffix of the default folder's name */
    String runDir(JobSettings settings, String suffix) {
        return runDir != null ? runDir : "runs/" + settings.experiment() + suffix;
    }

    /** The folder that was asked for, or else another. */
    String runDirOr(String other) {
        return runDir != null ? runDir : other;
    }

    boolean force() {
        return force;
    }
}
