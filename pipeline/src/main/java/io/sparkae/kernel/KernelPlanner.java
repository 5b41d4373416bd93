package io.sparkae.kernel;

import io.sparkae.layer.ActivityPenalty;
import io.sparkae.layer.GaussianCode;
import io.sparkae.layer.LogitCrossEntropy;
import io.sparkae.layer.TiedLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
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
    private final List<KernelPlan.Step> steps = new ArrayList<>();
    private final List<WeightDecay> decays = new ArrayList<>();
    private final List<Integer> firstStep = new ArrayList<>();
    private final List<Integer> layersAt = new ArrayList<>();
    private int[] order = {};
    private boolean reordered;
    private int at;
    private int width;
    private ChannelShape image;
    private Function<Parameters, OutputKernel> output;
    private OutputKernel.Loss loss;
    private int outputBias = -1;

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
            firstStep.add(steps.size());
            layersAt.add(at);
            if (!reshape(configuration.getInputPreProcess(i)) || !add(i)) {
                return Optional.empty();
            }
        }
        firstStep.add(steps.size());
        layersAt.add(at);
        if (output == null) {
            return Optional.empty();
        }
        return Optional.of(new KernelPlan(
                List.copyOf(steps),
                ints(firstStep),
                output,
                loss,
                new ParameterOrder(reordered ? order : null),
                ints(layersAt),
                List.copyOf(decays),
                traits.stepping()));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean reshape(InputPreProcessor shape) {
        if (shape instanceof FeedForwardToCnnPreProcessor cnn) {
            image = new ChannelShape((int) cnn.getInputHeight(), (int) cnn.getInputWidth(), (int) cnn.getNumChannels());
            return !steps.isEmpty() || image.channels() == 1;
        }
        return shape == null || shape instanceof CnnToFeedForwardPreProcessor;
    }

    private boolean add(int i) {
        Layer layer = configuration.getConf(i).getLayer();
        if (layer instanceof FeedForwardLayer dense && width == 0) {
            width = image == null ? (int) dense.getNIn() : image.size();
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
            return (image == null || image.channels() == 1) && end(last.getLossFn(), last.getActivationFn());
        }
        if (layer instanceof Deconvolution2D transposed) {
            return transposed(transposed);
        }
        if (layer instanceof ConvolutionLayer convolution) {
            return convolution(convolution);
        }
        if (layer instanceof TiedLayers tied) {
            return tied(tied);
        }
        if (layer instanceof GaussianCode code) {
            step(code.getUnits(), p -> new GaussianCodeKernel(code));
            return true;
        }
        step(width, p -> new PenaltyKernel((ActivityPenalty) layer));
        return true;
    }

    private void step(int outputs, Function<Parameters, LayerKernel> kernel) {
        steps.add(new KernelPlan.Step(width, outputs, kernel));
        width = outputs;
    }

    /** A fully connected layer; the last one leaves bias and activation to the output kernel. */
    private void product(FeedForwardLayer layer, int i, boolean last) {
        int inputs = width;
        int outputs = (int) layer.getNOut();
        IntUnaryOperator inputAt = image == null ? IntUnaryOperator.identity() : image::dl4j;
        image = null;
        IntUnaryOperator outputAt = outputOrder(i + 1);
        int weightsAt =
                take(inputs * outputs, p -> outputAt.applyAsInt(p / inputs) * inputs + inputAt.applyAsInt(p % inputs));
        int biasAt = take(outputs, outputAt);
        decay(layer, weightsAt, inputs * outputs);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        if (last) {
            outputBias = biasAt;
        }
        step(
                outputs,
                p -> new DenseKernel(
                        p, weightsAt, last ? Finish.NONE : new BiasActivation(p, biasAt, outputs, activation), false));
    }

    private IntUnaryOperator outputOrder(int next) {
        boolean cut = configuration.getInputPreProcess(next) instanceof FeedForwardToCnnPreProcessor;
        if (!cut) {
            return IntUnaryOperator.identity();
        }
        FeedForwardToCnnPreProcessor cnn = (FeedForwardToCnnPreProcessor) configuration.getInputPreProcess(next);
        return new ChannelShape((int) cnn.getInputHeight(), (int) cnn.getInputWidth(), (int) cnn.getNumChannels())
                ::dl4j;
    }

    private boolean convolution(ConvolutionLayer layer) {
        if (image == null || !LayerTraits.isSquareAndSame(layer)) {
            return false;
        }
        ChannelShape in = image;
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int filters = (int) layer.getNOut();
        int biasAt = take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][channel][filter], DL4J's [filter][channel][place]
        int weightsAt = take(area * in.channels() * filters, p -> {
            int filter = p % filters;
            int channel = p / filters % in.channels();
            return (filter * in.channels() + channel) * area + p / filters / in.channels();
        });
        decay(layer, weightsAt, area * in.channels() * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        image = new ChannelShape((in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride, filters);
        step(
                image.size(),
                p -> new ConvolutionKernel(
                        p,
                        weightsAt,
                        filters,
                        new Patches(in, kernel, stride),
                        new BiasActivation(p, biasAt, filters, activation)));
        return true;
    }

    private boolean transposed(Deconvolution2D layer) {
        if (image == null || !LayerTraits.isSquareAndSame(layer)) {
            return false;
        }
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int channels = image.channels();
        int filters = (int) layer.getNOut();
        ChannelShape out = new ChannelShape(image.height() * stride, image.width() * stride, filters);
        int biasAt = take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][filter][channel], DL4J's [channel][filter][place]
        int weightsAt = take(area * channels * filters, p -> {
            int channel = p % channels;
            int filter = p / channels % filters;
            return (channel * filters + filter) * area + p / channels / filters;
        });
        decay(layer, weightsAt, area * channels * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        image = out;
        step(
                out.size(),
                p -> new TransposedConvolutionKernel(
                        p,
                        weightsAt,
                        channels,
                        new Patches(out, kernel, stride),
                        new BiasActivation(p, biasAt, filters, activation)));
        return true;
    }

    private boolean tied(TiedLayers layer) {
        List<Integer> widths = layer.getWidths();
        int depth = widths.size() - 1;
        Activation hidden = LayerTraits.activation(layer.getActivationFn());
        Activation code = LayerTraits.activation(layer.getCodeActivation());
        int[] weightsAt = new int[depth + 1];
        int[] encoderAt = new int[depth + 1];
        int[] decoderAt = new int[depth + 1];
        for (int l = 1; l <= depth; l++) {
            weightsAt[l] = take(widths.get(l - 1) * widths.get(l), IntUnaryOperator.identity());
            encoderAt[l] = take(widths.get(l), IntUnaryOperator.identity());
            decoderAt[l] = take(widths.get(l - 1), IntUnaryOperator.identity());
            decay(layer, weightsAt[l], widths.get(l - 1) * widths.get(l));
        }
        for (int l = 1; l <= depth; l++) {
            int own = l;
            int outputs = widths.get(l);
            Activation activation = l == depth ? code : hidden;
            step(
                    outputs,
                    p -> new DenseKernel(
                            p, weightsAt[own], new BiasActivation(p, encoderAt[own], outputs, activation), true));
        }
        for (int l = depth; l >= 1; l--) {
            int own = l;
            int outputs = widths.get(l - 1);
            step(
                    outputs,
                    p -> new TransposedDenseKernel(
                            p,
                            weightsAt[own],
                            own == 1 ? Finish.NONE : new BiasActivation(p, decoderAt[own], outputs, hidden)));
        }
        outputBias = decoderAt[1];
        return true;
    }

    private boolean end(ILossFunction function, IActivation activation) {
        Activation last = LayerTraits.activation(activation);
        loss = function instanceof LogitCrossEntropy
                ? OutputKernel.Loss.CROSS_ENTROPY
                : function.equals(new LossMSE()) ? OutputKernel.Loss.SQUARED_ERROR : null;
        OutputKernel.Loss computed = loss == null ? OutputKernel.Loss.SQUARED_ERROR : loss;
        int outputs = width;
        int biasAt = outputBias;
        output = p -> new OutputKernel(p, biasAt, outputs, last, computed);
        return true;
    }

    private void decay(FeedForwardLayer layer, int weightsAt, int count) {
        double l1 = LayerTraits.l1(layer);
        double l2 = LayerTraits.l2(layer);
        if (l1 > 0 || l2 > 0) {
            decays.add(new WeightDecay(weightsAt, count, l1, l2));
        }
    }

    /**
     * Passes by some parameters.
     *
     * @param dl4j where DL4J has the one at each place here, both from the beginning of these
     * @return where they begin
     */
    private int take(int count, IntUnaryOperator dl4j) {
        int begin = at;
        int[] own =
                IntStream.range(0, count).map(p -> begin + dl4j.applyAsInt(p)).toArray();
        for (int p = 0; p < count && !reordered; p++) {
            reordered = own[p] != begin + p;
        }
        order = Arrays.copyOf(order, begin + count);
        System.arraycopy(own, 0, order, begin, count);
        at += count;
        return begin;
    }
}
