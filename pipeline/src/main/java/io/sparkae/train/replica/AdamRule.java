package io.sparkae.train.replica;

import io.sparkae.model.compute.AdamStep;
import java.util.Arrays;

/** Adam in loops over Java arrays. */
final class AdamRule implements UpdateRule {
    private final AdamStep step;
    private final float[] first;
    private final float[] second;

    AdamRule(AdamStep step, int parameters) {
        this.step = step;
        this.first = new float[parameters];
        this.second = new float[parameters];
    }

    @Override
    public void load(float[] state) {
        System.arraycopy(state, 0, first, 0, first.length);
        System.arraycopy(state, first.length, second, 0, second.length);
    }

    @Override
    public float[] state() {
        float[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public void apply(float[] parameters, float[] gradient, int iteration, int epoch) {
        step.apply(parameters, first, second, gradient, iteration, epoch);
    }
}
