package io.sparkae.train.averaging;

import io.sparkae.train.replica.PackedFloats;
import java.io.Serializable;

/**
 * What one worker gives to an averaging.
 *
 * @param partition the worker
 * @param executor where it ran
 * @param rows that it trained on in this round, n_p
 * @param lossSum of those rows
 * @param divergence where a loss was not finite; null if all were
 * @param packedParameters θ_p
 * @param packedUpdaterState u_p
 */
public record Contribution(
        int partition,
        String executor,
        long rows,
        double lossSum,
        String divergence,
        PackedFloats packedParameters,
        PackedFloats packedUpdaterState)
        implements Serializable {

    public Contribution(
            int partition,
            String executor,
            long rows,
            double lossSum,
            String divergence,
            float[] parameters,
            float[] updaterState) {
        this(
                partition,
                executor,
                rows,
                lossSum,
                divergence,
                new PackedFloats(parameters),
                new PackedFloats(updaterState));
    }

    /** Of a worker that has no rows left in this round. */
    static Contribution none(int partition) {
        return diverged(partition, null);
    }

    /** A value and no exception: Spark would run the task again, three times, to fail in the same way. */
    static Contribution diverged(int partition, String where) {
        return new Contribution(partition, "", 0, 0, where, new float[0], new float[0]);
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
