package io.sparkae.jobs;

import io.sparkae.dataset.BadInputException;
import io.sparkae.dataset.StageOutputException;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.DivergedException;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line on standard error, a stack trace in the log and an exit code. */
final class Failures implements IExecutionExceptionHandler {
    private static final int OURS = 1;

    private static final Map<Class<? extends Throwable>, Integer> CODES = Map.of(
            SettingsException.class, 2,
            DivergedException.class, 2,
            BadInputException.class, 3,
            StageOutputException.class, 4);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable known = known(failure);
        if (!(known instanceof SettingsException)) { // which may come before it is known where the log goes
            LoggerFactory.getLogger(Failures.class).error("{} failed", command.getCommandName(), failure);
        }
        if (known != null) {
            command.getErr().println("sparkae: " + known.getMessage());
            return CODES.get(known.getClass());
        }
        command.getErr().println("sparkae: " + rootMessage(failure) + LogFile.hint());
        return OURS;
    }

    /** The first failure in the chain of causes that we word ourselves; Spark wraps what its tasks throw. */
    private static Throwable known(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (CODES.containsKey(t.getClass())) {
                return t;
            }
        }
        return null;
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
