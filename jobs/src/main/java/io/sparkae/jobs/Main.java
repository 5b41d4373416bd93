package io.sparkae.jobs;

import io.sparkae.jobs.startup.FileNames;
import io.sparkae.jobs.startup.SerialFilter;
import io.sparkae.run.Versions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command {@code sparkae}; also the main class for {@code spark-submit}. */
@Command(
        name = "sparkae",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Trains autoencoders by parameter averaging on Spark and evaluates their codes by exact k-NN.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StageJob.Run.class,
            StageJob.Ingest.class,
            StageJob.Train.class,
            StageJob.Encode.class,
            StageJob.Knn.class,
            ReportJob.class,
            SweepJob.class,
            PredictJob.class,
            ExperimentsJob.class,
            ExportJob.class,
            GenerateJob.class,
            DownloadJob.class
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 internal error; 2 usage or settings; 3 bad input data;",
            "4 an earlier stage's output missing, incomplete or made with other settings."
        })
public final class Main {

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sparkae " + Versions.project()};
        }
    }

    /**
     * Runs a command and ends the process with its exit code. In cluster mode a successful driver returns instead: YARN
     * reports a process that exits by itself as failed.
     */
    public static void main(String[] args) {
        run(new Main(), args);
    }

    /** Runs another command as {@link #main} does this one: same exit codes, same messages, same log. */
    public static void run(Object command, String[] args) {
        Failures.endProcessWhenOutOfMemory();
        int code = execute(commandLine(command), args);
        if (code != 0 || !"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
            System.exit(code);
        }
    }

    /** Refuses arguments that were not decoded completely: they may be file names. */
    static int execute(CommandLine command, String... args) {
        Optional<String> problem = FileNames.problem(List.of(args));
        if (problem.isPresent()) {
            command.getErr().println("sparkae: " + problem.get());
            return CommandLine.ExitCode.USAGE;
        }
        return command.execute(args);
    }

    /** The command line, ready to execute; it returns exit codes and throws nothing. */
    static CommandLine commandLine() {
        return commandLine(new Main());
    }

    /** The same for another command: arguments in, exit code out, failures shown and logged alike. */
    public static CommandLine commandLine(Object command) {
        SerialFilter.install(); // before Spark deserialises anything
        return new CommandLine(command)
                .setExpandAtFiles(false) // a folder may be called @runs
                .setParameterExceptionHandler(Failures::misused)
                .setExecutionStrategy(Main::runLast)
                .setExecutionExceptionHandler(new Failures());
    }

    /** Makes an Error, such as a full heap or a missing native library, a failure like any other; picocli does not. */
    private static int runLast(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
        }
    }
}
