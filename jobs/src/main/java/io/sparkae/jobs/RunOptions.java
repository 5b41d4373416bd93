package io.sparkae.jobs;

import io.sparkae.jobs.console.Console;
import io.sparkae.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** @throws io.sparkae.settings.SettingsException with all problems */
    public JobSettings settings() {
        return JobSettings.read(Settings.load(preferred, config, pairs));
    }

    /** The same with more pairs, which win over all others. */
    public JobSettings settings(List<String> more) {
        List<String> all = new ArrayList<>(pairs);
        all.addAll(more);
        return JobSettings.read(Settings.load(preferred, config, all));
    }

    /** The run folder: the one given, or the default of the experiment. */
    public String runDir(JobSettings settings) {
        return runDir(settings, "");
    }

    /** The run folder: the one given, or the default of the experiment with this suffix. */
    public String runDir(JobSettings settings, String suffix) {
        return runDir != null ? runDir : "runs/" + settings.experiment() + suffix;
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
