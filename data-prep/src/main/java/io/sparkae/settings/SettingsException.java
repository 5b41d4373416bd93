package io.sparkae.settings;

import java.util.List;

/** Settings that cannot be used; carries every problem found, one line each. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problems one line each, for example {@code training.epochs: expected >= 1, found 0} */
    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
