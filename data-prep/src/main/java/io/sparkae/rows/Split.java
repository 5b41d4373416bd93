package io.sparkae.rows;

import java.util.Locale;

/** The parts of a dataset, each in a folder of the same name. */
public enum Split {
    /** Training rows. */
    TRAIN,
    /** Rows held out of the training input, for the validation loss. */
    VALIDATION,
    /** Rows of the test input. */
    TEST;

    /** The folder's name below {@code dataset/} and {@code encodings/}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
