package io.sparkae.model.compute;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.ContractiveDense;
import io.sparkae.model.layer.GaussianCode;
import io.sparkae.model.layer.LogitCrossEntropy;
import io.sparkae.model.layer.TiedLayers;
import java.util.List;
import java.util.Map;
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

/** Plans a network layer by layer: the kernels of each layer, and the places of its parameters. */
final class KernelPlanner {
    /** The layer types with kernels; a type that is not here has none. */
    private static final Map<Class<? extends Layer>, Branch> BRANCHES = Map.of(
            DenseLayer.class, (planner, layer, i) -> planner.product((DenseLayer) layer, i, false, Wrapping.NONE),
            ContractiveDense.class, (planner, layer, i) -> planner.contractive((ContractiveDense) layer, i),
            OutputLayer.class, (planner, layer, i) -> planner.output((OutputLayer) layer, i),
            LossLayer.class, (planner, layer, i) -> planner.loss((LossLayer) layer),
            ConvolutionLayer.class, (planner, layer, i) -> planner.convolution((ConvolutionLayer) layer),
            Deconvolution2D.class, (planner, layer, i) -> planner.transposed((Deconvolution2D) layer),
            TiedLayers.class, (planner, layer, i) -> planner.tied((TiedLayers) layer),
            GaussianCode.class, (planner, layer, i) -> planner.code((GaussianCode) layer),
            ActivityPenalty.class, (planner, layer, i) -> planner.penalty((ActivityPenalty) layer));

    private final MultiLayerConfiguration configuration;
    private final LayerTraits traits;
    private final PlanBuilder plan = new PlanBuilder();
    private Function<Parameters, OutputKernel> output;
    private OutputKernel.Loss loss;
    private String obstacle = "no output layer";

    KernelPlanner(MultiLayerConfiguration configuration) {
        this.configuration = configuration;
        this.traits = new LayerTraits(configuration);
    }

    /** Adds the kernels of one layer; false, with an obstacle, if it has none. */
    @FunctionalInterface
    private interface Branch {
        boolean add(KernelPlanner planner, Layer layer, int index);
    }

    /** Puts a kernel around that of a fully connected layer. */
    @FunctionalInterface
    private interface Wrapping {
        Wrapping NONE = (dense, parameters, weightsAt) -> dense;

        LayerKernel around(LayerKernel dense, Parameters parameters, int weightsAt);
    }

    /** Whether layers of this type may have kernels. */
    static boolean knows(Class<? extends Layer> type) {
        return BRANCHES.containsKey(type);
    }

    /** The plan; empty if there is an {@link #obstacle()}. */
    Optional<KernelPlan> plan() {
        Optional<String> lack = traits.lack();
        if (lack.isPresent()) {
            obstacle = lack.get();
            return Optional.empty();
        }
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            plan.mark();
            Layer layer = configuration.getConf(i).getLayer();
            if (!reshape(configuration.getInputPreProcess(i)) || !add(layer, i)) {
                return Optional.empty();
            }
        }
        plan.mark();
        return Optional.ofNullable(output).map(end -> plan.build(end, loss, traits.stepping()));
    }

    /** Why there is no plan, after {@link #plan()}. */
    String obstacle() {
        return obstacle;
    }

    private boolean refuse(String why) {
        obstacle = why;
        return false;
    }

    private boolean reshape(InputPreProcessor shape) {
        if (shape instanceof FeedForwardToCnnPreProcessor cnn) {
            plan.image(shape(cnn));
            return !plan.isAtBeginning() || plan.image().channels() == 1 || refuse("no kernel for images in colour");
        }
        return shape == null
                || shape instanceof CnnToFeedForwardPreProcessor
                || refuse("no kernel for " + shape.getClass().getSimpleName());
    }

    private boolean add(Layer layer, int i) {
        if (layer instanceof FeedForwardLayer dense && plan.width() == 0) {
            plan.width(
                    plan.image() == null ? (int) dense.getNIn() : plan.image().size());
        }
        return BRANCHES.get(layer.getClass()).add(this, layer, i);
    }

    private boolean output(OutputLayer layer, int i) {
        product(layer, i, true, Wrapping.NONE);
        return end(layer.getLossFn(), layer.getActivationFn());
    }

    private boolean loss(LossLayer layer) {
        return plan.image() == null || plan.image().channels() == 1
                ? end(layer.getLossFn(), layer.getActivationFn())
                : refuse("no loss for images in colour");
    }

    private boolean code(GaussianCode layer) {
        plan.step(layer.getUnits(), p -> new GaussianCodeKernel(layer));
        return true;
    }

    private boolean penalty(ActivityPenalty layer) {
        plan.step(plan.width(), p -> new PenaltyKernel(layer));
        return true;
    }

    private boolean contractive(ContractiveDense layer, int i) {
        return product(layer, i, false, (dense, p, at) -> new ContractionKernel(dense, p, at, layer));
    }

    /** A fully connected layer; the last one leaves bias and activation to the output kernel. */
    private boolean product(FeedForwardLayer layer, int i, boolean last, Wrapping wrapping) {
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
                p -> wrapping.around(
                        new DenseKernel(
                                p,
                                weightsAt,
                                last ? Epilogue.NONE : new Epilogue.BiasActivation(p, biasAt, outputs, activation),
                                false),
                        p,
                        weightsAt));
        return true;
    }

    /** A convolution; DL4J has its bias before its weights. */
    private boolean convolution(ConvolutionLayer layer) {
        if (plan.image() == null || !LayerTraits.isSquareAndSame(layer)) {
            return refuse("no kernel for a convolution that is not square, padded and with a bias");
        }
        ChannelShape in = plan.image();
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int filters = (int) layer.getNOut();
        int biasAt = plan.take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][channel][filter], DL4J's [filter][channel][place]
        int weightsAt = plan.take(area * in.channels() * filters, p -> {
            int filter = p % filters;
            int channel = p / filters % in.channels();
            return (filter * in.channels() + channel) * area + p / filters / in.channels();
        });
        plan.decay(layer, weightsAt, area * in.channels() * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        ChannelShape out =
                new ChannelShape((in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride, filters);
        plan.image(out);
        plan.step(
                out.size(),
                p -> new ConvolutionKernel(
                        p,
                        weightsAt,
                        filters,
                        new Patches(in, kernel, stride),
                        new Epilogue.BiasActivation(p, biasAt, filters, activation)));
        return true;
    }

    /** A transposed convolution, its bias before its weights too. */
    private boolean transposed(Deconvolution2D layer) {
        if (plan.image() == null || !LayerTraits.isSquareAndSame(layer)) {
            return refuse("no kernel for a convolution that is not square, padded and with a bias");
        }
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int channels = plan.image().channels();
        int filters = (int) layer.getNOut();
        ChannelShape out =
                new ChannelShape(plan.image().height() * stride, plan.image().width() * stride, filters);
        int biasAt = plan.take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][filter][channel], DL4J's [channel][filter][place]
        int weightsAt = plan.take(area * channels * filters, p -> {
            int channel = p % channels;
            int filter = p / channels % filters;
            return (channel * filters + filter) * area + p / channels / filters;
        });
        plan.decay(layer, weightsAt, area * channels * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        plan.image(out);
        plan.step(
                out.size(),
                p -> new ConvolutionKernel.Transposed(
                        p,
                        weightsAt,
                        channels,
                        new Patches(out, kernel, stride),
                        new Epilogue.BiasActivation(p, biasAt, filters, activation)));
        return true;
    }

    /** Encoder and decoder one after the other, on the same weights. */
    private boolean tied(TiedLayers layer) {
        List<Integer> widths = layer.getWidths();
        int depth = widths.size() - 1;
        int[] weightsAt = new int[depth + 1];
        int[] encoderAt = new int[depth + 1];
        int[] decoderAt = new int[depth + 1];
        for (int l = 1; l <= depth; l++) {
            weightsAt[l] = plan.take(Math.multiplyExact(widths.get(l - 1), widths.get(l)), IntUnaryOperator.identity());
            encoderAt[l] = plan.take(widths.get(l), IntUnaryOperator.identity());
            decoderAt[l] = plan.take(widths.get(l - 1), IntUnaryOperator.identity());
            plan.decay(layer, weightsAt[l], widths.get(l - 1) * widths.get(l));
        }
        for (TiedLayers.Product product : layer.products()) {
            int at = weightsAt[product.layer()];
            int biasAt = (product.transposed() ? decoderAt : encoderAt)[product.layer()];
            int outputs = product.outputs();
            Optional<Activation> activation =
                    Optional.ofNullable(product.activation()).map(LayerTraits::activation);
            plan.step(outputs, p -> {
                Epilogue epilogue = activation
                        .<Epilogue>map(own -> new Epilogue.BiasActivation(p, biasAt, outputs, own))
                        .orElse(Epilogue.NONE);
                return product.transposed()
                        ? new DenseKernel.Transposed(p, at, epilogue)
                        : new DenseKernel(p, at, epilogue, true);
            });
        }
        plan.outputBias(decoderAt[1]);
        return true;
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
