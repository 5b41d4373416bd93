package io.sparkae.jobs;

import io.sparkae.files.BadInputException;
import io.sparkae.files.StageOutputException;
import io.sparkae.jobs.console.ConsoleWriter;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.console.LogText;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.averaging.DivergedException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.parquet.io.ParquetDecodingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error, a stack trace in the log and an exit code. */
final class Failures implements IExecutionExceptionHandler {
    private static final int OURS = 1;
    private static final int DAMAGED = 4;
    private static final int TERMINATED = 143;

    private static final Map<Class<? extends Throwable>, Integer> CODES = Map.of(
            SettingsException.class, 2,
            DivergedException.class, 2,
            BadInputException.class, 3,
            StageOutputException.class, 4);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (isEnding()) { // a signal has Spark stopped, and what its stages throw then says nothing more
            return TERMINATED;
        }
        Throwable known = known(failure);
        if (!(known instanceof SettingsException)) { // which may come before it is known where the log goes
            log(command.getCommandName(), failure);
        }
        if (known instanceof SettingsException) { // its lines are its own, a problem each
            command.getErr().println("sparkae: " + known.getMessage());
            return CODES.get(known.getClass());
        }
        if (known != null) {
            say(command, known.getMessage());
            return CODES.get(known.getClass());
        }
        Throwable damage = first(failure, ParquetDecodingException.class::isInstance);
        if (damage != null) {
            say(
                    command,
                    "an earlier stage's output is damaged (" + chain(failure, damage) + "): make it again, with --force"
                            + LogFile.hint());
            return DAMAGED;
        }
        say(command, FullMemory.message(failure).orElseGet(() -> rootMessage(failure)) + LogFile.hint());
        return OURS;
    }

    /** Arguments that cannot be understood; a value among them is not repeated. */
    static int misused(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String message = failure.getMessage();
        if (failure instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().get(0).equals("benchmark")) {
            message = "Benchmarks are started with jobs/benchmark/bin/sparkae-benchmark";
        } else if (failure instanceof UnmatchedArgumentException) {
            message = message.replaceAll("(?s)='?.*'", "=…'"); // of a pair whose -s is missing
        }
        command.getErr().println(ConsoleWriter.shown(message));
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.usage(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("sparkae: " + ConsoleWriter.shown(message));
    }

    /** Our own layout takes care of secrets and line breaks; that of a cluster does not. */
    private static void log(String name, Exception failure) {
        Logger log = LoggerFactory.getLogger(Failures.class);
        if (LogFile.isOurs()) {
            log.error("{} failed", name, failure);
        } else {
            log.error("{} failed: {}", name, LogText.of(failure));
        }
    }

    private static boolean isEnding() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException shutdownInProgress) {
            return true;
        }
    }

    /** The first failure in the chain of causes that we word ourselves; Spark wraps what its tasks throw. */
    private static Throwable known(Throwable failure) {
        return first(failure, t -> CODES.containsKey(t.getClass()));
    }

    private static Throwable first(Throwable failure, Predicate<Throwable> kind) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .filter(kind)
                .findFirst()
                .orElse(null);
    }

    /** What Spark says of the file, and Parquet of what is wrong with it. */
    private static String chain(Throwable failure, Throwable damage) {
        Throwable file = first(
                failure, t -> t != damage && String.valueOf(t.getMessage()).contains("reading file"));
        String what = damage.getMessage();
        return file == null ? what : file.getMessage().lines().findFirst().orElse("") + " " + what;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + message;
    }
}
