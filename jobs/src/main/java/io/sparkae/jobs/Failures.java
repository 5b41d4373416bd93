package io.sparkae.jobs;

import io.sparkae.files.BadInputException;
import io.sparkae.files.StageOutputException;
import io.sparkae.jobs.console.Console;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.console.LogText;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.averaging.DivergedException;
import java.util.Map;
import java.util.Optional;
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

/** Reports a failure: one line on standard error, the stack trace in the log, an exit code. */
final class Failures implements IExecutionExceptionHandler {
    private static final int INTERNAL = 1;
    private static final int DAMAGED = 4;
    private static final int TERMINATED = 143;
    private static final String MEMORY_ERROR = "java.lang.OutOfMemoryError";

    private static final Map<Class<? extends Throwable>, Integer> CODES = Map.of(
            SettingsException.class, 2,
            DivergedException.class, 2,
            BadInputException.class, 3,
            StageOutputException.class, 4);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (isEnding()) { // a signal stopped Spark; exceptions of its stages are only a consequence
            return TERMINATED;
        }
        Throwable known = known(failure);
        if (!(known instanceof SettingsException)) { // thrown before the log has a place
            log(command.getCommandName(), failure);
        }
        if (known instanceof SettingsException) { // one line for each problem
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
        say(command, outOfMemory(failure).orElseGet(() -> rootMessage(failure)) + LogFile.hint());
        return INTERNAL;
    }

    /** Reports arguments that cannot be parsed, without repeating values, which may be secrets. */
    static int misused(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String message = failure.getMessage();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            if (command.getParent() == null && unmatched.getUnmatched().get(0).equals("benchmark")) {
                say(command, "there is no command 'benchmark': use jobs/benchmark/bin/sparkae-benchmark");
                return command.getCommandSpec().exitCodeOnInvalidInput();
            }
            message = message.replaceAll("(?s)='?.*'", "=…'"); // a pair without its -s
        }
        command.getErr().println(Console.shown(message));
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.usage(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static void say(CommandLine command, String message) {
        command.getErr().println("sparkae: " + Console.shown(message));
    }

    /** Our log layout redacts secrets and escapes line breaks; a cluster's does not. */
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

    /** The first of our exceptions in the chain of causes; Spark wraps the exceptions of its tasks. */
    private static Throwable known(Throwable failure) {
        return first(failure, t -> CODES.containsKey(t.getClass()));
    }

    private static Throwable first(Throwable failure, Predicate<Throwable> kind) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .filter(kind)
                .findFirst()
                .orElse(null);
    }

    /** Spark's message, which names the file, and Parquet's, which names the damage. */
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

    /**
     * A line for exhausted memory: which memory is full and what to do; empty for other failures. Spark passes some errors
     * on as text only.
     */
    static Optional<String> outOfMemory(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .filter(t -> t instanceof OutOfMemoryError
                        || String.valueOf(t.getMessage()).contains(MEMORY_ERROR))
                .map(t -> memoryMessage(String.valueOf(t.getMessage())))
                .findFirst();
    }

    private static String memoryMessage(String detail) {
        if (detail.contains("Cannot allocate new ")
                || detail.contains("Physical memory usage is too high")
                || detail.contains("Failed to allocate memory")) {
            return "out of memory: native arrays may take " + MemoryRoom.gigabytes(MemoryRoom.localNatives())
                    + ": allow more (-Dorg.bytedeco.javacpp.maxbytes in SPARKAE_JAVA_OPTS or"
                    + " spark.executor.extraJavaOptions), or have fewer units or smaller minibatches";
        }
        return "out of memory: the heap of "
                + MemoryRoom.gigabytes(Runtime.getRuntime().maxMemory())
                + " is full: give more (SPARKAE_HEAP; spark.driver.memory and spark.executor.memory on a cluster), or"
                + " have fewer units, smaller minibatches or a smaller knn.block-megabytes";
    }

    /**
     * Ends the process with a line and exit code 1 when memory runs out in a thread that nobody waits for, such as one of
     * Spark's: Spark would wait for it forever.
     */
    static void endProcessWhenOutOfMemory() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> outOfMemory(failure)
                .ifPresentOrElse(
                        line -> {
                            System.err.println("sparkae: " + line);
                            Runtime.getRuntime().halt(INTERNAL); // shutdown hooks may need memory, too
                        },
                        () -> {
                            System.err.println("Exception in thread \"" + Console.shown(thread.getName()) + "\" "
                                    + LogText.of(failure));
                        }));
    }
}
