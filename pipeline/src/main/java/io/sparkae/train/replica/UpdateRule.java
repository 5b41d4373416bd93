package io.sparkae.train.replica;

import io.sparkae.model.compute.AdamStep;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Turns gradients into steps, and keeps the state u that this takes. */
interface UpdateRule {
    /** The rule for so many parameters: our own loops for Adam, else DL4J's. */
    static UpdateRule of(IUpdater updater, int parameters) {
        return updater instanceof Adam adam
                ? new AdamRule(new AdamStep(adam), parameters)
                : new Dl4jRule(updater, parameters);
    }

    /** Takes over a state, in DL4J's layout: all first values, then all second ones. */
    void load(float[] state);

    /** A copy of the state. */
    float[] state();

    /**
     * Steps.
     *
     * @param parameters θ, changed
     * @param gradient g, a mean over the minibatch; may be changed
     * @param iteration steps taken before this one
     * @param epoch finished ones
     */
    void apply(float[] parameters, float[] gradient, int iteration, int epoch);
}
