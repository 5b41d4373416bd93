package io.sparkae.export;

import io.sparkae.model.layer.GaussianCode;
import io.sparkae.platform.NativeArrays;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer as both formats write it. Rows are {@code [N, values]}, images {@code [N, channels, height, width]}; all arrays
 * are single precision in C order.
 */
sealed interface ExportedLayer {
    /** What it is, for people and for whoever computes with an npz. */
    Description description();

    /**
     * Adds its nodes to a graph.
     *
     * @param name of the layer, unique in the graph
     * @param input the tensor that it is given
     * @return the tensor that it gives
     */
    String addTo(OnnxGraph graph, String name, String input);

    /** Adds its parameters, if it has any, as {@code NAME.weight} and {@code NAME.bias}. */
    default void addTo(NpzFile file, String name) throws IOException {}

    /**
     * A layer in words and numbers.
     *
     * @param kind such as {@code dense}
     * @param activation by DL4J's name in small letters; {@code identity} if none
     * @param shape of the output after N: values of a row, or channels, height and width
     * @param strides in height and width; empty unless it is a convolution
     * @param padding top, left, bottom, right; empty unless it is a convolution
     */
    record Description(
            String kind, String activation, List<Integer> shape, List<Integer> strides, List<Integer> padding) {
        static Description of(String kind, IActivation activation, List<Integer> shape) {
            return new Description(kind, name(activation), shape, List.of(), List.of());
        }

        static String name(IActivation activation) {
            return OnnxActivation.of(activation).name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Layers of a network in the form that model files hold.
     *
     * @param first index of the first
     * @param last index of the last
     */
    static List<ExportedLayer> of(MultiLayerNetwork network, int first, int last) {
        List<ExportedLayer> layers = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            InputPreProcessor reshaping = network.getLayerWiseConfigurations().getInputPreProcess(i);
            if (reshaping != null) {
                layers.add(reshaped(reshaping));
            }
            layers.add(of(network.getLayer(i), layers));
        }
        return layers;
    }

    private static ExportedLayer of(org.deeplearning4j.nn.api.Layer layer, List<ExportedLayer> before) {
        org.deeplearning4j.nn.conf.layers.Layer kind = layer.conf().getLayer();
        if (kind instanceof ConvolutionLayer convolution) { // transposed ones too
            if (convolution.getConvolutionMode() != ConvolutionMode.Same) {
                throw unknown(kind);
            }
            return Convolution.of(
                    convolution,
                    layer,
                    before.get(before.size() - 1).description().shape());
        }
        if (kind instanceof LossLayer loss) {
            return new Activated(
                    loss.getActivationFn(),
                    before.get(before.size() - 1).description().shape());
        }
        if (kind instanceof DenseLayer || kind instanceof BaseOutputLayer) {
            return Dense.of(layer, ((BaseLayer) kind).getActivationFn());
        }
        if (kind instanceof GaussianCode code) {
            return new Mean(code.getUnits());
        }
        throw unknown(kind);
    }

    private static ExportedLayer reshaped(InputPreProcessor reshaping) {
        if (reshaping instanceof FeedForwardToCnnPreProcessor images) {
            return new Reshaped(List.of(
                    (int) images.getNumChannels(), (int) images.getInputHeight(), (int) images.getInputWidth()));
        }
        if (reshaping instanceof CnnToFeedForwardPreProcessor rows) {
            return new Reshaped(List.of((int) (rows.getNumChannels() * rows.getInputHeight() * rows.getInputWidth())));
        }
        throw unknown(reshaping);
    }

    private static IllegalStateException unknown(Object part) {
        return new IllegalStateException("no export of " + part.getClass().getSimpleName());
    }

    /**
     * A fully connected layer, {@code act(x·W + b)}.
     *
     * @param weight W, {@code [inputs, outputs]}
     * @param bias b, {@code [outputs]}
     */
    record Dense(float[] weight, float[] bias, IActivation activation) implements ExportedLayer {
        static Dense of(org.deeplearning4j.nn.api.Layer layer, IActivation activation) {
            return new Dense(NativeArrays.get(layer.getParam("W")), NativeArrays.get(layer.getParam("b")), activation);
        }

        private int inputs() {
            return weight.length / bias.length;
        }

        @Override
        public Description description() {
            return Description.of("dense", activation, List.of(bias.length));
        }

        @Override
        public String addTo(OnnxGraph graph, String name, String input) {
            String product = graph.node(
                    "Gemm",
                    input,
                    graph.floats(name + ".weight", weight, inputs(), bias.length),
                    graph.floats(name + ".bias", bias, bias.length));
            return OnnxActivation.add(graph, activation, product);
        }

        @Override
        public void addTo(NpzFile file, String name) throws IOException {
            file.floats(name + ".weight", weight, inputs(), bias.length);
            file.floats(name + ".bias", bias, bias.length);
        }
    }

    /**
     * A convolution that pads with zeros to {@code ⌈size/stride⌉}, or a transposed one, which gives {@code size·stride}. Images
     * are not flipped.
     *
     * @param transposed whether it is a transposed one
     * @param weight {@code [filters, channels, kernel, kernel]}, of a transposed one {@code [channels, filters, kernel, kernel]}
     * @param weightShape its shape
     * @param bias {@code [filters]}
     * @param stride in both directions
     * @param input channels, height and width
     */
    record Convolution(
            boolean transposed,
            float[] weight,
            long[] weightShape,
            float[] bias,
            IActivation activation,
            int stride,
            List<Integer> input)
            implements ExportedLayer {

        static Convolution of(ConvolutionLayer settings, org.deeplearning4j.nn.api.Layer layer, List<Integer> input) {
            int[] strides = settings.getStride();
            if (strides[0] != strides[1]) {
                throw unknown(settings);
            }
            INDArray weight = layer.getParam("W");
            return new Convolution(
                    settings instanceof Deconvolution2D,
                    NativeArrays.get(weight),
                    weight.shape(),
                    NativeArrays.get(layer.getParam("b")),
                    settings.getActivationFn(),
                    strides[0],
                    input);
        }

        private int output(int size) {
            return transposed ? size * stride : (size + stride - 1) / stride;
        }

        /** Zeros around the larger of the two images in one direction, before and after; negative if not all of it is seen. */
        private int padding(int direction) {
            int in = input.get(direction);
            int small = transposed ? in : output(in);
            int large = transposed ? output(in) : in;
            return (small - 1) * stride + (int) weightShape[1 + direction] - large;
        }

        private List<Integer> paddings() {
            int height = Math.max(0, padding(1));
            int width = Math.max(0, padding(2));
            return List.of(height / 2, width / 2, height - height / 2, width - width / 2);
        }

        @Override
        public Description description() {
            return new Description(
                    transposed ? "transposed-convolution" : "convolution",
                    Description.name(activation),
                    List.of(bias.length, output(input.get(1)), output(input.get(2))),
                    List.of(stride, stride),
                    paddings());
        }

        @Override
        public String addTo(OnnxGraph graph, String name, String tensor) {
            List<OnnxGraph.Attribute> attributes = new ArrayList<>();
            attributes.add(OnnxGraph.Attribute.integers("strides", List.of(stride, stride)));
            attributes.add(OnnxGraph.Attribute.integers("pads", paddings()));
            if (transposed) { // a kernel smaller than the stride leaves the last pixels at the bias
                attributes.add(OnnxGraph.Attribute.integers(
                        "output_padding", List.of(Math.max(0, -padding(1)), Math.max(0, -padding(2)))));
            }
            String product = graph.node(
                    transposed ? "ConvTranspose" : "Conv",
                    attributes,
                    tensor,
                    graph.floats(name + ".weight", weight, weightShape),
                    graph.floats(name + ".bias", bias, bias.length));
            return OnnxActivation.add(graph, activation, product);
        }

        @Override
        public void addTo(NpzFile file, String name) throws IOException {
            file.floats(name + ".weight", weight, weightShape);
            file.floats(name + ".bias", bias, bias.length);
        }
    }

    /**
     * The mean of a normal distribution whose means and log variances it is given, {@code [N, 2·units]}: the first half.
     *
     * @param units of the code
     */
    record Mean(int units) implements ExportedLayer {
        @Override
        public Description description() {
            return new Description("mean", "identity", List.of(units), List.of(), List.of());
        }

        @Override
        public String addTo(OnnxGraph graph, String name, String input) {
            return graph.node(
                    "Slice",
                    input,
                    graph.integers(name + ".from", 0),
                    graph.integers(name + ".to", units),
                    graph.integers(name + ".axis", 1));
        }
    }

    /**
     * An activation alone.
     *
     * @param shape of its input and output
     */
    record Activated(IActivation activation, List<Integer> shape) implements ExportedLayer {
        @Override
        public Description description() {
            return Description.of("activation", activation, shape);
        }

        @Override
        public String addTo(OnnxGraph graph, String name, String input) {
            return OnnxActivation.add(graph, activation, input);
        }
    }

    /**
     * Rows as images or images as rows, values in the same order.
     *
     * @param shape after N
     */
    record Reshaped(List<Integer> shape) implements ExportedLayer {
        @Override
        public Description description() {
            return new Description("reshape", "identity", shape, List.of(), List.of());
        }

        @Override
        public String addTo(OnnxGraph graph, String name, String input) {
            long[] whole = new long[shape.size() + 1];
            whole[0] = -1;
            for (int i = 0; i < shape.size(); i++) {
                whole[i + 1] = shape.get(i);
            }
            return graph.node("Reshape", input, graph.integers(name + ".shape", whole));
        }
    }
}
