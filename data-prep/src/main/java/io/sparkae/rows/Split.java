package io.sparkae.rows;

import java.util.Locale;

/** The parts of a dataset; each has a folder of its own name. */
public enum Split {
    /** Rows that networks learn from. */
    TRAIN,
    /** Rows held out of the training input, for the loss after each epoch. */
    VALIDATION,
    /** Rows of the test input. */
    TEST;

    /** The folder's name below {@code dataset/} and {@code encodings/}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
