package io.sparkae.files;

/** An earlier stage's output that is missing, incomplete or made with other settings; the message says what to run. */
public final class StageOutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public StageOutputException(String message) {
        super(message);
    }

    /**
     * The same with what it was noticed by.
     *
     * @param message one line for the user
     */
    public StageOutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
