package io.sparkae.train;

import java.io.Serializable;

/**
 * What one worker gives to an averaging.
 *
 * @param partition the worker
 * @param rows that it trained on in this round, n_p
 * @param lossSum of those rows
 * @param parameters θ_p
 * @param updaterState u_p
 */
record Contribution(int partition, long rows, double lossSum, float[] parameters, float[] updaterState)
        implements Serializable {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return partition;
    }
}
