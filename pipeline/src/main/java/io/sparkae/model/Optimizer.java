package io.sparkae.model;

import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Updater and gradient clipping.
 *
 * @param updater turns a minibatch's mean gradient into a step
 * @param clipping limit on gradients before the update
 * @param clippingThreshold the largest absolute value, or the largest norm, that clipping lets through
 */
public record Optimizer(IUpdater updater, Clipping clipping, double clippingThreshold) {

    /** Limits on gradients (Pascanu, Mikolov and Bengio, "On the difficulty of training RNNs", ICML 2013). */
    public enum Clipping {
        /** Gradients as they are. */
        NONE(GradientNormalization.None),
        /** Each value into [−threshold, threshold]. */
        VALUE(GradientNormalization.ClipElementWiseAbsoluteValue),
        /** Each layer's gradient, weights and biases together, scaled down to an L2 norm of at most the threshold. */
        NORM(GradientNormalization.ClipL2PerLayer);

        private final GradientNormalization dl4j;

        Clipping(GradientNormalization dl4j) {
            this.dl4j = dl4j;
        }

        GradientNormalization dl4j() {
            return dl4j;
        }
    }

    /** Without clipping. */
    public static Optimizer of(IUpdater updater) {
        return new Optimizer(updater, Clipping.NONE, 1);
    }
}
