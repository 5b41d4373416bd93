package io.sparkae.replica;

/** What steps a worker's network. */
public enum Kernel {
    /** The fastest there is for the network: our own for dense ones. */
    AUTO,
    /** DL4J's own {@code fit}. */
    DL4J
}
