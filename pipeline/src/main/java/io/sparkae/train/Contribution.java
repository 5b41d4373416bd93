package io.sparkae.train;

import java.io.Serializable;

/**
 * What one worker gives to an averaging.
 *
 * @param partition the worker
 * @param rows that it trained on in this round, n_p
 * @param lossSum of those rows
 * @param packedParameters θ_p
 * @param packedUpdaterState u_p
 */
record Contribution(
        int partition, long rows, double lossSum, PackedFloats packedParameters, PackedFloats packedUpdaterState)
        implements Serializable {

    Contribution(int partition, long rows, double lossSum, float[] parameters, float[] updaterState) {
        this(partition, rows, lossSum, new PackedFloats(parameters), new PackedFloats(updaterState));
    }

    float[] parameters() {
        return packedParameters.values();
    }

    float[] updaterState() {
        return packedUpdaterState.values();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return partition;
    }
}
