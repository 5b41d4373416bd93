package io.sparkae.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings are invalid; the message has one line for each problem. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Removes secrets and line breaks from the problems, since values and file names may contain them.
     *
     * @param problems one line each, for example {@code training.epochs: expected >= 1, found 0}
     */
    public SettingsException(List<String> problems) {
        super(problems.stream()
                .map(Secrets::redacted)
                .map(ControlCharacters::escaped)
                .collect(Collectors.joining(System.lineSeparator())));
    }

    /** The problems, one line each. */
    List<String> problems() {
        return getMessage().lines().toList();
    }
}
