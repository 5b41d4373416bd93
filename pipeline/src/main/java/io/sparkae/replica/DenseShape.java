package io.sparkae.replica;

import io.sparkae.model.LogitCrossEntropy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * A plain fully connected network, as {@link DenseReplica} trains it: what remains of a DL4J configuration that uses
 * nothing else.
 *
 * @param widths values of the input, of each hidden layer, of the output
 * @param activations of the layers, one fewer than widths
 * @param crossEntropy whether the loss is cross-entropy on logits, else squared error
 * @param adam the updater, one for all parameters
 * @param clipping of gradients, one for all layers
 * @param clippingThreshold its bound
 */
record DenseShape(
        int[] widths,
        Activation[] activations,
        boolean crossEntropy,
        Adam adam,
        GradientNormalization clipping,
        double clippingThreshold) {
    private static final Set<GradientNormalization> CLIPPINGS = Set.of(
            GradientNormalization.None,
            GradientNormalization.ClipElementWiseAbsoluteValue,
            GradientNormalization.ClipL2PerLayer);

    private static final Map<Class<?>, Activation> ACTIVATIONS = Map.of(
            ActivationReLU.class, Activation.RELU,
            ActivationIdentity.class, Activation.IDENTITY,
            ActivationSigmoid.class, Activation.SIGMOID);

    /** The shape of a configuration; empty if it has anything that a plain network lacks. */
    static Optional<DenseShape> of(MultiLayerConfiguration configuration) {
        int layers = configuration.getConfs().size();
        int[] widths = new int[layers + 1];
        Activation[] activations = new Activation[layers];
        BaseLayer first = null;
        for (int i = 0; i < layers; i++) {
            Layer layer = configuration.getConf(i).getLayer();
            boolean last = i == layers - 1;
            if (layer.getClass() != (last ? OutputLayer.class : DenseLayer.class)
                    || configuration.getInputPreProcess(i) != null
                    || !isPlain((BaseLayer) layer)) {
                return Optional.empty();
            }
            FeedForwardLayer dense = (FeedForwardLayer) layer;
            widths[i] = Math.toIntExact(dense.getNIn());
            widths[i + 1] = Math.toIntExact(dense.getNOut());
            activations[i] = ACTIVATIONS.get(dense.getActivationFn().getClass());
            first = first == null ? dense : first;
            if (activations[i] == null || !isSteppedAs(first, dense)) {
                return Optional.empty();
            }
        }
        ILossFunction loss = ((OutputLayer) configuration.getConf(layers - 1).getLayer()).getLossFn();
        if (!(loss instanceof LogitCrossEntropy) && !loss.equals(new LossMSE())) {
            return Optional.empty();
        }
        return Optional.of(new DenseShape(
                widths,
                activations,
                loss instanceof LogitCrossEntropy,
                (Adam) first.getIUpdater(),
                first.getGradientNormalization(),
                first.getGradientNormalizationThreshold()));
    }

    private static boolean isSteppedAs(BaseLayer one, BaseLayer other) {
        return other.getIUpdater().equals(one.getIUpdater())
                && other.getGradientNormalization() == one.getGradientNormalization()
                && other.getGradientNormalizationThreshold() == one.getGradientNormalizationThreshold();
    }

    private static boolean isPlain(BaseLayer layer) {
        boolean bias = layer instanceof OutputLayer output ? output.hasBias() : ((DenseLayer) layer).hasBias();
        boolean normalised = layer instanceof DenseLayer dense && dense.hasLayerNorm();
        return bias
                && !normalised
                && layer.getIDropout() == null
                && layer.getWeightNoise() == null
                && (layer.getConstraints() == null || layer.getConstraints().isEmpty())
                && layer.getRegularization().isEmpty()
                && layer.getRegularizationBias().isEmpty()
                && CLIPPINGS.contains(layer.getGradientNormalization())
                && layer.getIUpdater() instanceof Adam
                && layer.getBiasUpdater() == null;
    }

    int layers() {
        return activations.length;
    }

    int features() {
        return widths[0];
    }

    /** Where a layer's weights begin among the parameters: DL4J puts W, output by output, then b, layer after layer. */
    int weightsAt(int layer) {
        int at = 0;
        for (int i = 0; i < layer; i++) {
            at += (widths[i] + 1) * widths[i + 1];
        }
        return at;
    }

    /** Where a layer's biases begin. */
    int biasesAt(int layer) {
        return weightsAt(layer) + widths[layer] * widths[layer + 1];
    }

    int parameters() {
        return weightsAt(layers());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseShape that
                && Arrays.equals(widths, that.widths)
                && Arrays.equals(activations, that.activations)
                && crossEntropy == that.crossEntropy
                && adam.equals(that.adam)
                && clipping == that.clipping
                && clippingThreshold == that.clippingThreshold;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(widths);
    }
}
