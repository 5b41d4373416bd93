package io.sparkae.train.replica;

import io.sparkae.platform.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** Any updater of DL4J's, by DL4J itself. */
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
     * Subnormal numbers become 0. Averages of squares of gradients that have ended decay into them and, since rounding
     * keeps the smallest from getting smaller, never out of them, and arithmetic on them takes many times as long. Beside
     * the constant that updaters add before they divide, they are nothing: steps are the same to the last bit.
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
