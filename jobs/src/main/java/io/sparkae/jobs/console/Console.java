package io.sparkae.jobs.console;

import io.sparkae.settings.ControlCharacters;
import io.sparkae.settings.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** The output of a command: lines with secrets redacted and control characters escaped, by the chosen verbosity. */
public final class Console {
    private final PrintWriter out;
    private final Verbosity verbosity;

    private Console(PrintWriter out, Verbosity verbosity) {
        this.out = out;
        this.verbosity = verbosity;
    }

    /** How much a command prints. Errors are always printed. */
    public enum Verbosity {
        /** Nothing. */
        QUIET,
        /** Progress and results. */
        NORMAL,
        /** Also a line for every epoch, and the log on standard error. */
        VERBOSE
    }

    /** @param target written to line by line; nothing if quiet */
    public static Console on(Writer target, Verbosity verbosity) {
        Writer shown = verbosity == Verbosity.QUIET ? Writer.nullWriter() : new ShownLines(target);
        return new Console(new PrintWriter(shown, true), verbosity);
    }

    /** A message with secrets redacted and control characters escaped, line breaks included. */
    public static String shown(String message) {
        return ControlCharacters.escaped(Secrets.redacted(message));
    }

    /** Receives progress and results. */
    public PrintWriter out() {
        return out;
    }

    /** As the command line has it. */
    public Verbosity verbosity() {
        return verbosity;
    }

    /** Whether progress bars are drawn: on a terminal, unless quiet. */
    boolean hasBars() {
        return System.console() != null && verbosity != Verbosity.QUIET;
    }

    /** Writes each line when it is complete; an incomplete line when flushed. */
    private static final class ShownLines extends Writer {
        private final Writer target;
        private final StringBuilder line = new StringBuilder();

        ShownLines(Writer target) {
            this.target = target;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            for (int i = from; i < from + length; i++) {
                if (text[i] == '\n') {
                    emit();
                    target.write('\n');
                } else {
                    line.append(text[i]);
                }
            }
        }

        private void emit() throws IOException {
            target.write(shown(line.toString()));
            line.setLength(0);
        }

        @Override
        public void flush() throws IOException {
            emit();
            target.flush();
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
