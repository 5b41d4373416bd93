package io.sparkae.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command did, run in this JVM.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Command(int code, String out, String err) {
    /** Runs a command line. */
    public static Command run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Command(code, out.toString(), err.toString());
    }
}
