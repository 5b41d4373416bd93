package io.sparkae.jobs.console;

import io.sparkae.settings.ControlCharacters;
import io.sparkae.settings.Secrets;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.LogEventPatternConverter;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/**
 * The Log4j pattern {@code %shown}: a message on one line, then the stack trace. Secrets are redacted and control
 * characters escaped. Further lines of an exception's message begin with a bar, so that none looks like a line of the
 * log. {@code %shown{short}} omits the stack frames.
 */
@Plugin(name = "LogText", category = PatternConverter.CATEGORY)
@ConverterKeys("shown")
public final class LogText extends LogEventPatternConverter {
    private static final String INDENT = "\t";

    private final boolean whole;

    private LogText(boolean whole) {
        super("shown", "shown");
        this.whole = whole;
    }

    /** Called by Log4j. */
    public static LogText newInstance(String[] options) {
        return new LogText(!List.of(options).contains("short"));
    }

    @Override
    public void format(LogEvent event, StringBuilder to) {
        to.append(Console.shown(event.getMessage().getFormattedMessage()));
        if (event.getThrown() != null) {
            to.append(System.lineSeparator());
            append(to, event.getThrown(), "", seen(), whole);
        }
    }

    @Override
    public boolean handlesThrowable() {
        return true;
    }

    /** The stack trace of a failure and its causes. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        append(text, failure, "", seen(), true);
        return text.toString();
    }

    private static Set<Throwable> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void append(StringBuilder to, Throwable failure, String role, Set<Throwable> seen, boolean whole) {
        String[] lines = Secrets.redacted(role + failure).split("\\R");
        to.append(ControlCharacters.escaped(lines.length == 0 ? role : lines[0]));
        Arrays.stream(lines).skip(1).forEach(line -> newLine(to)
                .append("| ")
                .append(ControlCharacters.escaped(line.replace("\t", "    "))));
        if (!seen.add(failure)) {
            return; // a cycle
        }
        if (whole) {
            for (StackTraceElement frame : failure.getStackTrace()) {
                newLine(to).append("at ").append(frame);
            }
            for (Throwable suppressed : failure.getSuppressed()) {
                append(newLine(to), suppressed, "Suppressed: ", seen, true);
            }
        }
        if (failure.getCause() != null) {
            append(to.append(System.lineSeparator()), failure.getCause(), "Caused by: ", seen, whole);
        }
    }

    private static StringBuilder newLine(StringBuilder to) {
        return to.append(System.lineSeparator()).append(INDENT);
    }
}
