package io.sparkae.files;

/** Input data that cannot be used; the message names the file, what was expected and what was found. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for the user */
    public BadInputException(String message) {
        super(message);
    }

    /**
     * @param message one line for the user
     * @param cause what was caught
     */
    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
