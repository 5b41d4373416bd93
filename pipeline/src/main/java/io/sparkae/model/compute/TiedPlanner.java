package io.sparkae.model.compute;

import io.sparkae.model.layer.TiedLayers;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.activations.Activation;

/** Plans {@link TiedLayers}: encoder and decoder one after the other, on the same weights. */
final class TiedPlanner {
    private TiedPlanner() {}

    static void add(TiedLayers layer, PlanBuilder plan) {
        List<Integer> widths = layer.getWidths();
        int depth = widths.size() - 1;
        Activation hidden = LayerTraits.activation(layer.getActivationFn());
        Activation code = LayerTraits.activation(layer.getCodeActivation());
        int[] weightsAt = new int[depth + 1];
        int[] encoderAt = new int[depth + 1];
        int[] decoderAt = new int[depth + 1];
        for (int l = 1; l <= depth; l++) {
            weightsAt[l] = plan.take(Math.multiplyExact(widths.get(l - 1), widths.get(l)), IntUnaryOperator.identity());
            encoderAt[l] = plan.take(widths.get(l), IntUnaryOperator.identity());
            decoderAt[l] = plan.take(widths.get(l - 1), IntUnaryOperator.identity());
            plan.decay(layer, weightsAt[l], widths.get(l - 1) * widths.get(l));
        }
        for (int l = 1; l <= depth; l++) {
            int own = l;
            int outputs = widths.get(l);
            Activation activation = l == depth ? code : hidden;
            plan.step(
                    outputs,
                    p -> new DenseKernel(
                            p, weightsAt[own], new Epilogue.BiasActivation(p, encoderAt[own], outputs, activation), true));
        }
        for (int l = depth; l >= 1; l--) {
            int own = l;
            int outputs = widths.get(l - 1);
            plan.step(
                    outputs,
                    p -> new DenseKernel.Transposed(
                            p,
                            weightsAt[own],
                            own == 1 ? Epilogue.NONE : new Epilogue.BiasActivation(p, decoderAt[own], outputs, hidden)));
        }
        plan.outputBias(decoderAt[1]);
    }
}
