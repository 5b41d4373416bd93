package io.sparkae.files;

/** Unusable input data; the message names the file, what was expected and what was found. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public BadInputException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause of the failure
     */
    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
