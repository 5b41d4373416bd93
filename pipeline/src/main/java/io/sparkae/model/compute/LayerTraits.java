package io.sparkae.model.compute;

import io.sparkae.model.layer.TiedLayers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Traits of a network's layers that kernels depend on. */
final class LayerTraits {
    private static final Set<GradientNormalization> CLIPPINGS = Set.of(
            GradientNormalization.None,
            GradientNormalization.ClipElementWiseAbsoluteValue,
            GradientNormalization.ClipL2PerLayer);

    private static final Map<IActivation, Activation> ACTIVATIONS = Map.of(
            new ActivationReLU(), Activation.RELU,
            new ActivationIdentity(), Activation.IDENTITY,
            new ActivationSigmoid(), Activation.SIGMOID,
            new ActivationTanH(), Activation.TANH,
            new ActivationELU(), Activation.ELU);

    private final List<NeuralNetConfiguration> layers;

    LayerTraits(MultiLayerConfiguration configuration) {
        layers = configuration.getConfs();
    }

    /** The activation by its name; null if there is no loop for it. */
    static Activation activation(IActivation function) {
        return ACTIVATIONS.get(function);
    }

    static double l1(BaseLayer layer) {
        return layer.getRegularization().stream()
                .filter(L1Regularization.class::isInstance)
                .mapToDouble(r -> ((L1Regularization) r).getL1().valueAt(0, 0))
                .sum();
    }

    static double l2(BaseLayer layer) {
        return layer.getRegularization().stream()
                .filter(L2Regularization.class::isInstance)
                .mapToDouble(r -> ((L2Regularization) r).getL2().valueAt(0, 0))
                .sum();
    }

    static boolean isSquareAndSame(ConvolutionLayer layer) {
        return layer.getConvolutionMode() == ConvolutionMode.Same
                && layer.getKernelSize()[0] == layer.getKernelSize()[1]
                && layer.getStride()[0] == layer.getStride()[1]
                && layer.getDilation()[0] == 1
                && layer.getDilation()[1] == 1
                && layer.hasBias();
    }

    /** The first trait without a kernel; empty if all have one. */
    Optional<String> lack() {
        BaseLayer first = first();
        if (first == null) {
            return Optional.of("no layer with parameters");
        }
        return layers.stream()
                .map(NeuralNetConfiguration::getLayer)
                .flatMap(layer -> lack(layer, first).stream())
                .findFirst();
    }

    /** How all layers step. */
    KernelPlan.Stepping stepping() {
        BaseLayer first = first();
        return new KernelPlan.Stepping(
                first.getIUpdater(), first.getGradientNormalization(), first.getGradientNormalizationThreshold());
    }

    /** The first layer with parameters; null if there is none. */
    private BaseLayer first() {
        return layers.stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(layer -> layer instanceof BaseLayer && !(layer instanceof LossLayer))
                .map(BaseLayer.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> lack(Layer layer, BaseLayer first) {
        String name = layer.getClass().getSimpleName();
        if (!KernelPlanner.knows(layer.getClass())) {
            return Optional.of("no kernel for " + name);
        }
        if (layer.getIDropout() != null
                || layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
            return Optional.of("no kernel for dropout or constraints, in " + name);
        }
        if (!(layer instanceof BaseLayer base)) {
            return Optional.empty();
        }
        if (activation(base.getActivationFn()) == null) {
            return Optional.of(noKernel(base.getActivationFn()));
        }
        if (base instanceof TiedLayers tied && activation(tied.getCodeActivation()) == null) {
            return Optional.of(noKernel(tied.getCodeActivation()));
        }
        if (!(layer instanceof LossLayer) && !isSteppedAs(first, base)) {
            return Optional.of("layers differ in updater or gradient clipping");
        }
        return base.getWeightNoise() == null && isPlain(base)
                ? Optional.empty()
                : Optional.of("no kernel for noise, normalisation or regularisation of " + name);
    }

    /** DL4J's name of the activation without its arguments. */
    private static String noKernel(IActivation activation) {
        return "no kernel for activation " + String.valueOf(activation).replaceFirst("\\(.*", "");
    }

    private static boolean isSteppedAs(BaseLayer one, BaseLayer other) {
        return other.getIUpdater().equals(one.getIUpdater())
                && other.getBiasUpdater() == null
                && CLIPPINGS.contains(other.getGradientNormalization())
                && other.getGradientNormalization() == one.getGradientNormalization()
                && other.getGradientNormalizationThreshold() == one.getGradientNormalizationThreshold();
    }

    private static boolean isPlain(BaseLayer layer) {
        boolean bias = layer instanceof OutputLayer output
                ? output.hasBias()
                : !(layer instanceof DenseLayer dense) || dense.hasBias();
        boolean normalised = layer instanceof DenseLayer dense && dense.hasLayerNorm();
        return bias
                && !normalised
                && layer.getRegularization().stream().allMatch(LayerTraits::isDecay)
                && layer.getRegularizationBias().isEmpty();
    }

    private static boolean isDecay(Regularization regularization) {
        return regularization instanceof L1Regularization || regularization instanceof L2Regularization;
    }
}
