package io.sparkae.jobs;

import io.sparkae.jobs.console.ConsoleWriter;
import io.sparkae.jobs.console.Verbosity;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have: the common options and somewhere to write. */
@Command(mixinStandardHelpOptions = true)
public abstract class Job implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;

    /** The common options, as given. */
    protected RunOptions options() {
        return options;
    }

    /** Where to say how it goes. */
    protected PrintWriter out() {
        if (out == null) {
            out = options.verbosity() == Verbosity.QUIET
                    ? new PrintWriter(Writer.nullWriter())
                    : ConsoleWriter.to(spec.commandLine().getOut());
        }
        return out;
    }
}
