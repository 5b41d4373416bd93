package io.sparkae.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used; carries every problem found, one line each. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Takes secrets out of the problems, and line breaks, which values and names of files may hold.
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
