package io.sparkae.benchmark;

/** A peer is not installed; the message says what to install. */
final class MissingPeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingPeerException(String message) {
        super(message);
    }
}
