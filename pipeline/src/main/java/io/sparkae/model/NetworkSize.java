package io.sparkae.model;

import io.sparkae.settings.SettingsException;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * The size of a network, from its configuration, without allocating it.
 *
 * @param parameters how many
 * @param updaterState values that the updater keeps
 * @param widths values between all layers for one row, input included
 * @param widest the most between two layers
 */
public record NetworkSize(long parameters, long updaterState, long widths, long widest) {

    /**
     * The size of a network.
     *
     * @param configuration makes it
     * @param features values a row
     * @throws SettingsException if a layer is too large for its values to be counted
     */
    public static NetworkSize of(Supplier<MultiLayerConfiguration> configuration, int features) {
        try {
            return measure(configuration.get(), features);
        } catch (ArithmeticException e) {
            throw new SettingsException(List.of("model.hidden, model.code, model.convolution: expected layers of less"
                    + " than 2,147,483,648 values and parameters, found more"));
        }
    }

    private static NetworkSize measure(MultiLayerConfiguration network, int features) {
        long parameters = 0;
        long state = 0;
        for (NeuralNetConfiguration layer : network.getConfs()) {
            long own = layer.getLayer().initializer().numParams(layer);
            parameters = Math.addExact(parameters, own);
            if (own > 0 && layer.getLayer() instanceof BaseLayer base) {
                state = Math.addExact(state, base.getIUpdater().stateSize(own));
            }
        }
        long widths = features;
        long widest = features;
        for (InputType values : network.getLayerActivationTypes(InputType.feedForward(features))) {
            widths = Math.addExact(widths, values.arrayElementsPerExample());
            widest = Math.max(widest, values.arrayElementsPerExample());
        }
        return new NetworkSize(parameters, state, widths, widest);
    }
}
