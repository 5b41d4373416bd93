package io.sparkae.replica;

/** What steps a worker's network. */
public enum Kernel {
    /** The fastest there is for the network: our own where there are kernels for all of it. */
    AUTO,
    /** DL4J's own {@code fit}. */
    DL4J
}
