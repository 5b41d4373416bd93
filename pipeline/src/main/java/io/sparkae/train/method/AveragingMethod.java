package io.sparkae.train.method;

import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.Replica.Minibatch;
import io.sparkae.train.replica.TrainingState;
import java.io.Serializable;

/**
 * The setting {@code training.averaging-method}: what a worker does with a minibatch and gives at the end of a round, and
 * what the driver makes of the weighted mean of that. Without a state of its own: what there is between rounds is in
 * {@link AfterRound}.
 */
public interface AveragingMethod extends Serializable {
    /**
     * The training after a round.
     *
     * @param state θ and u for the next round
     * @param velocity what the method keeps on the driver between rounds; {@link #velocityLength} values
     */
    record AfterRound(TrainingState state, float[] velocity) {}

    /** The methods by their names in settings. */
    enum Kind {
        /** {@link MeanAveraging}. */
        MEAN,
        /** {@link SlowMo}. */
        SLOWMO,
        /** {@link DiLoCo}. */
        DILOCO,
        /** {@link GradientAveraging}. */
        GRADIENT
    }

    /**
     * Fits a minibatch, or computes its gradient only.
     *
     * @return mean loss per row and pixel before any step
     */
    default double minibatch(Replica replica, Minibatch minibatch) {
        return replica.fit(minibatch);
    }

    /** What a worker gives, a value for each parameter: θ, or a gradient. */
    default float[] parameters(Replica replica) {
        return replica.parameters();
    }

    /** The updater state that a worker gives; empty if only the driver has one. */
    default float[] updaterState(Replica replica) {
        return replica.updaterState();
    }

    /** Whether workers give parameters that they have moved away from those they were sent, rather than gradients. */
    default boolean workersGiveParameters() {
        return true;
    }

    /** Whether workers need the updater state: they do unless the driver takes the steps. */
    default boolean workersHaveUpdaters() {
        return true;
    }

    /**
     * Minibatches of a round.
     *
     * @param frequency the configured number
     */
    default int minibatchesOfARound(int frequency) {
        return frequency;
    }

    /** Length of the velocity for a number of parameters. */
    default int velocityLength(int parameters) {
        return 0;
    }

    /**
     * The driver's step.
     *
     * @param before at the beginning of the round
     * @param velocity of the method, from the round before; zeros before the first
     * @param mean of what the workers gave, weighted by their rows; iteration and epoch are those after the round
     */
    AfterRound afterRound(TrainingState before, float[] velocity, TrainingState mean);
}
