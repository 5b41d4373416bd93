package io.sparkae.ml;

import java.util.Arrays;
import java.util.Locale;

/** What becomes of rows whose features cannot be used. */
enum Invalid {
    /** The job fails and names the row. */
    ERROR,
    /** Such rows are left out. */
    SKIP,
    /** They stay, with nulls for outputs; nothing is fitted to them. */
    KEEP;

    /** The values of a param {@code handleInvalid}. */
    static String[] names() {
        return Arrays.stream(values()).map(Invalid::label).toArray(String[]::new);
    }

    /** The constant that a param's value names. */
    static Invalid of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
