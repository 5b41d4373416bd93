package io.sparkae.files;

/** A stage's output is missing, incomplete, made with other settings or in use; the message says what to do. */
public final class StageOutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public StageOutputException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause of the failure
     */
    public StageOutputException(String message, Throwable cause) {
        super(message, cause);
    }
}
