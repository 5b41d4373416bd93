package io.sparkae.model.compute;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.GaussianCode;
import io.sparkae.model.layer.LogitCrossEntropy;
import io.sparkae.model.layer.TiedLayers;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Goes through a configuration layer by layer, and finds for each the kernels, and where its parameters are. */
final class KernelPlanner {
    private final MultiLayerConfiguration configuration;
    private final LayerTraits traits;
    private final PlanBuilder plan = new PlanBuilder();
    private Function<Parameters, OutputKernel> output;
    private OutputKernel.Loss loss;

    KernelPlanner(MultiLayerConfiguration configuration) {
        this.configuration = configuration;
        this.traits = new LayerTraits(configuration);
    }

    Optional<KernelPlan> plan() {
        int layers = configuration.getConfs().size();
        if (!traits.areSupported()) {
            return Optional.empty();
        }
        for (int i = 0; i < layers; i++) {
            plan.mark();
            if (!reshape(configuration.getInputPreProcess(i)) || !add(i)) {
                return Optional.empty();
            }
        }
        plan.mark();
        return Optional.ofNullable(output).map(end -> plan.build(end, loss, traits.stepping()));
    }

    private boolean reshape(InputPreProcessor shape) {
        if (shape instanceof FeedForwardToCnnPreProcessor cnn) {
            plan.image(shape(cnn));
            return !plan.isAtBeginning() || plan.image().channels() == 1;
        }
        return shape == null || shape instanceof CnnToFeedForwardPreProcessor;
    }

    private boolean add(int i) {
        Layer layer = configuration.getConf(i).getLayer();
        if (layer instanceof FeedForwardLayer dense && plan.width() == 0) {
            plan.width(
                    plan.image() == null ? (int) dense.getNIn() : plan.image().size());
        }
        if (layer instanceof OutputLayer last) {
            product(last, i, true);
            return end(last.getLossFn(), last.getActivationFn());
        }
        if (layer instanceof DenseLayer dense) {
            product(dense, i, false);
            return true;
        }
        if (layer instanceof LossLayer last) {
            return (plan.image() == null || plan.image().channels() == 1)
                    && end(last.getLossFn(), last.getActivationFn());
        }
        if (layer instanceof Deconvolution2D transposed) {
            return ConvolutionPlanner.addTransposed(transposed, plan);
        }
        if (layer instanceof ConvolutionLayer convolution) {
            return ConvolutionPlanner.add(convolution, plan);
        }
        if (layer instanceof TiedLayers tied) {
            TiedPlanner.add(tied, plan);
            return true;
        }
        if (layer instanceof GaussianCode code) {
            plan.step(code.getUnits(), p -> new GaussianCodeKernel(code));
            return true;
        }
        plan.step(plan.width(), p -> new PenaltyKernel((ActivityPenalty) layer));
        return true;
    }

    /** A fully connected layer; the last one leaves bias and activation to the output kernel. */
    private void product(FeedForwardLayer layer, int i, boolean last) {
        int inputs = plan.width();
        ChannelShape image = plan.image();
        int outputs = (int) layer.getNOut();
        IntUnaryOperator inputAt = image == null ? IntUnaryOperator.identity() : image::dl4j;
        plan.image(null);
        IntUnaryOperator outputAt = outputOrder(i + 1);
        int weightsAt = plan.take(
                Math.multiplyExact(inputs, outputs),
                p -> outputAt.applyAsInt(p / inputs) * inputs + inputAt.applyAsInt(p % inputs));
        int biasAt = plan.take(outputs, outputAt);
        plan.decay(layer, weightsAt, inputs * outputs);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        if (last) {
            plan.outputBias(biasAt);
        }
        plan.step(
                outputs,
                p -> new DenseKernel(
                        p, weightsAt, last ? Epilogue.NONE : new Epilogue.BiasActivation(p, biasAt, outputs, activation), false));
    }

    private IntUnaryOperator outputOrder(int next) {
        return configuration.getInputPreProcess(next) instanceof FeedForwardToCnnPreProcessor cnn
                ? shape(cnn)::dl4j
                : IntUnaryOperator.identity();
    }

    private static ChannelShape shape(FeedForwardToCnnPreProcessor cnn) {
        return new ChannelShape((int) cnn.getInputHeight(), (int) cnn.getInputWidth(), (int) cnn.getNumChannels());
    }

    private boolean end(ILossFunction function, IActivation activation) {
        Activation last = LayerTraits.activation(activation);
        loss = function instanceof LogitCrossEntropy
                ? OutputKernel.Loss.CROSS_ENTROPY
                : function.equals(new LossMSE()) ? OutputKernel.Loss.SQUARED_ERROR : null;
        OutputKernel.Loss computed = loss == null ? OutputKernel.Loss.SQUARED_ERROR : loss;
        int outputs = plan.width();
        int biasAt = plan.outputBias();
        output = p -> new OutputKernel(p, biasAt, outputs, last, computed);
        return true;
    }
}
