package io.sparkae.train.replica;

import io.sparkae.train.transfer.Packed;
import io.sparkae.train.transfer.PackedFloats;
import java.io.Serializable;

/**
 * State of the network and updater between two minibatches. Arrays are shared; holders treat them as read-only.
 *
 * @param packedParameters of the network, θ, in DL4J's flat order
 * @param packedUpdaterState of the updater, u (for Adam both moments), in DL4J's flat order; empty if it has none
 * @param iteration minibatches fitted so far by the largest worker, for Adam's bias correction and schedules
 * @param epoch epochs finished so far
 */
public record TrainingState(Packed packedParameters, Packed packedUpdaterState, int iteration, int epoch)
        implements Serializable {

    /** Of plain arrays. */
    public TrainingState(float[] parameters, float[] updaterState, int iteration, int epoch) {
        this(new PackedFloats(parameters), new PackedFloats(updaterState), iteration, epoch);
    }

    /** θ. */
    public float[] parameters() {
        return packedParameters.values();
    }

    /** u. */
    public float[] updaterState() {
        return packedUpdaterState.values();
    }

    /** The same but for θ. */
    public TrainingState withParameters(float[] other) {
        return other == parameters()
                ? this
                : new TrainingState(new PackedFloats(other), packedUpdaterState, iteration, epoch);
    }

    /** The same in plain arrays, each unpacked once. */
    public TrainingState unpacked() {
        return new TrainingState(parameters(), updaterState(), iteration, epoch);
    }

    /** The same, an epoch later. */
    public TrainingState afterEpoch() {
        return new TrainingState(packedParameters, packedUpdaterState, iteration, epoch + 1);
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
