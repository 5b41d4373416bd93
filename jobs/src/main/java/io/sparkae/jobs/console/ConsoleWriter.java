package io.sparkae.jobs.console;

import io.sparkae.settings.ControlCharacters;
import io.sparkae.settings.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** What people see of a command: lines without secrets and without characters that steer a terminal. */
public final class ConsoleWriter extends Writer {
    private final Writer target;
    private final StringBuilder line = new StringBuilder();

    private ConsoleWriter(Writer target) {
        this.target = target;
    }

    /** Writes lines to a target, each when it is whole; what is left when flushed. */
    public static PrintWriter to(Writer target) {
        return new PrintWriter(new ConsoleWriter(target), true);
    }

    /** A message on one line, as it may be shown. */
    public static String shown(String message) {
        return ControlCharacters.escaped(Secrets.redacted(message));
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
