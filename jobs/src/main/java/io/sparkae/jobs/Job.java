package io.sparkae.jobs;

import io.sparkae.jobs.console.Console;
import io.sparkae.settings.SettingsException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command with the common options and a console. */
@Command(mixinStandardHelpOptions = true)
public abstract class Job implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private Console console;

    /** The common options, as given. */
    protected RunOptions options() {
        return options;
    }

    /**
     * Checks the value of an option.
     *
     * @throws SettingsException if it is below 1
     */
    public static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new SettingsException(List.of(option + ": expected >= 1, found " + value));
        }
        return value;
    }

    /** The command's output, by the options' verbosity. */
    protected Console console() {
        if (console == null) {
            console = Console.on(spec.commandLine().getOut(), options.verbosity());
        }
        return console;
    }

    /** Receives progress and results. */
    protected PrintWriter out() {
        return console().out();
    }
}
