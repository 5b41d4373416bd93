package io.sparkae.train.replica;

import io.sparkae.model.compute.AdamStep;
import io.sparkae.platform.NativeArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Applies gradients to parameters, with updater state u. */
public interface UpdateRule {
    /** The rule for an updater: our own loop for Adam, else DL4J's. */
    static UpdateRule of(IUpdater updater, int parameters) {
        return updater instanceof Adam adam
                ? new AdamRule(new AdamStep(adam), parameters)
                : new Dl4jRule(updater, parameters);
    }

    /** Copies a state in DL4J's layout: all first moments, then all second moments. */
    void load(float[] state);

    /** A copy of the state. */
    float[] state();

    /**
     * Applies one step.
     *
     * @param parameters θ, changed
     * @param gradient g, a mean over the minibatch; may be changed
     * @param iteration steps taken before this one
     * @param epoch finished epochs
     */
    void apply(float[] parameters, float[] gradient, int iteration, int epoch);

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

    /** Any updater of DL4J, computed by DL4J. */
    final class Dl4jRule implements UpdateRule {
        private final INDArray state;
        private final INDArray gradientRow;
        private final GradientUpdater<?> updater;

        Dl4jRule(IUpdater configuration, int parameters) {
            long stateSize = configuration.stateSize(parameters);
            gradientRow = NativeArrays.uninitialised(1, parameters);
            state = stateSize == 0 ? null : NativeArrays.uninitialised(1, stateSize);
            updater = configuration.instantiate(state, true);
        }

        /**
         * Replaces subnormal numbers by 0. Second moments of vanished gradients decay to subnormal numbers, stay there because
         * of rounding, and make arithmetic many times slower. They are negligible beside the ε that updaters add before they
         * divide: steps are the same to the last bit.
         */
        @Override
        public void load(float[] values) {
            if (state != null) {
                float[] normal = values.clone();
                for (int i = 0; i < normal.length; i++) {
                    normal[i] = Math.abs(normal[i]) < Float.MIN_NORMAL ? 0 : normal[i];
                }
                NativeArrays.put(normal, normal.length, state);
            }
        }

        @Override
        public float[] state() {
            return state == null ? new float[0] : NativeArrays.get(state);
        }

        @Override
        public void apply(float[] parameters, float[] gradient, int iteration, int epoch) {
            NativeArrays.put(gradient, gradient.length, gradientRow);
            updater.applyUpdater(gradientRow, iteration, epoch);
            NativeArrays.get(gradientRow, gradient);
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] -= gradient[i];
            }
        }
    }
}
