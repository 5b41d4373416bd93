package io.sparkae.benchmark;

import io.sparkae.jobs.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The result of a benchmark's command, run in this JVM.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record BenchmarkCommand(int code, String out, String err) {
    /** Runs a command line. */
    public static BenchmarkCommand run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(new Benchmarks())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new BenchmarkCommand(code, out.toString(), err.toString());
    }
}
