package io.sparkae.train;

/** Training that ran into NaN or infinity; the message says where and what to try. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
