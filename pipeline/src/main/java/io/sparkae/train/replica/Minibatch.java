package io.sparkae.train.replica;

/**
 * Rows to fit. Arrays are shared, and may be longer than they need to be.
 *
 * @param inputs what the network is given, {@code [rows, features]}
 * @param targets what it is to give back, {@code [rows, features]}
 * @param rows how many of them count
 * @param seed decides all that is drawn at random for this minibatch
 */
public record Minibatch(float[] inputs, float[] targets, int rows, long seed) {
    /** Rows to be given back as they are. */
    public static Minibatch of(float[] features, int rows, long seed) {
        return new Minibatch(features, features, rows, seed);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
