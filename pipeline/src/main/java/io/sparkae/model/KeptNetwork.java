package io.sparkae.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.model.ModelFile.ModelDescription;
import io.sparkae.model.ModelSettings.ConvolutionSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * The network of a model file, built from the file's settings, never by what its {@code configuration.json} names: DL4J's
 * JSON is a list of classes to load and of properties to set on them, and a file may not choose those. What that JSON says
 * of layers, sizes and activations must equal what settings and image shape give.
 */
final class KeptNetwork {
    private static final String ENTRY = ModelArchive.Entry.CONFIGURATION.fileName();

    private static final int LARGEST = ModelDescription.LARGEST;

    private static final int MOST_LAYERS = 1000;

    /** Fields that determine the function a layer computes. */
    private static final List<String> LAYER_FIELDS = List.of(
            "nin", "nout", "hasBias", "hasLayerNorm", "kernelSize", "stride", "dilation", "convolutionMode", "units");

    private static final List<String> RESHAPING_FIELDS = List.of("inputHeight", "inputWidth", "numChannels");

    private KeptNetwork() {}

    /**
     * The configuration of a file's network.
     *
     * @param input shape of its rows
     * @param json the file's {@code configuration.json}
     * @throws IOException if the settings describe no network or the file's JSON describes another one
     */
    static MultiLayerConfiguration configuration(ModelSettings settings, InputShape input, byte[] json)
            throws IOException {
        requireBounded(settings);
        JsonNode file = ModelArchive.json(json, ENTRY);
        MultiLayerConfiguration built;
        try {
            built = settings.family().keptConfiguration(settings, input);
        } catch (RuntimeException impossible) { // DL4J's own complaint about sizes that do not fit
            throw new IOException("its settings describe no network: " + impossible.getMessage(), impossible);
        }
        requireSame(traits(ModelArchive.json(built.toJson().getBytes(StandardCharsets.UTF_8), ENTRY)), traits(file));
        return built;
    }

    /**
     * How many parameters a network has.
     *
     * @throws IOException if there are more than a {@code long} counts
     */
    static long parameters(MultiLayerConfiguration configuration) throws IOException {
        try {
            long sum = 0;
            for (NeuralNetConfiguration layer : configuration.getConfs()) {
                sum = Math.addExact(sum, parameters(layer.getLayer()));
            }
            return sum;
        } catch (ArithmeticException overflow) {
            throw new IOException("its settings describe a network too large for any memory", overflow);
        }
    }

    /** The most values that any layer is given or gives a row; of a convolution, as if it had no stride. */
    static long widest(MultiLayerConfiguration configuration) {
        long widest = 1;
        long pixels = 1;
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            if (configuration.getInputPreProcess(i) instanceof FeedForwardToCnnPreProcessor image) {
                pixels = Math.max(pixels, image.getInputHeight() * image.getInputWidth());
            }
        }
        for (NeuralNetConfiguration conf : configuration.getConfs()) {
            if (conf.getLayer() instanceof ConvolutionLayer convolution) {
                widest = Math.max(widest, convolution.getNOut() * pixels);
            } else if (conf.getLayer() instanceof FeedForwardLayer layer) {
                widest = Math.max(widest, Math.max(layer.getNIn(), layer.getNOut()));
            }
        }
        return widest;
    }

    private static long parameters(Layer layer) {
        if (layer instanceof ConvolutionLayer convolution) {
            int[] kernel = convolution.getKernelSize();
            long weights = Math.multiplyExact((long) kernel[0], kernel[1]);
            weights = Math.multiplyExact(weights, Math.multiplyExact(convolution.getNIn(), convolution.getNOut()));
            return Math.addExact(weights, convolution.getNOut());
        }
        if (layer instanceof FeedForwardLayer dense
                && (dense instanceof DenseLayer || dense instanceof BaseOutputLayer)) {
            return Math.addExact(Math.multiplyExact(dense.getNIn(), dense.getNOut()), dense.getNOut());
        }
        return 0;
    }

    private static void requireBounded(ModelSettings settings) throws IOException {
        if (settings.family() == null
                || settings.activation() == null
                || settings.codeActivation() == null
                || settings.outputActivation() == null
                || settings.weightInit() == null
                || settings.loss() == null
                || settings.penalty() == null
                || settings.penalty().kind() == null
                || settings.corruption() == null) {
            throw new IOException("its settings are not whole");
        }
        requireBounded("model.code", List.of(settings.code()), LARGEST);
        requireBounded("model.hidden", settings.hidden(), LARGEST);
        if (settings.convolution() != null) {
            ConvolutionSettings convolution = settings.convolution();
            if (convolution.filters() == null
                    || convolution.filters().isEmpty()
                    || convolution.strides() == null
                    || convolution.strides().size() != convolution.filters().size()) {
                throw new IOException("its settings are not whole");
            }
            requireBounded("model.convolution.filters", convolution.filters(), LARGEST);
            requireBounded("model.convolution.strides", convolution.strides(), LARGEST);
            requireBounded("model.convolution.kernel", List.of(convolution.kernel()), LARGEST);
        }
    }

    private static void requireBounded(String key, List<Integer> sizes, int largest) throws IOException {
        if (sizes.size() > MOST_LAYERS) {
            throw new IOException(
                    key + " in its settings has " + sizes.size() + " layers, expected at most " + MOST_LAYERS);
        }
        for (Integer size : sizes) {
            if (size == null || size < 1 || size > largest) {
                throw new IOException(key + " in its settings is " + size + ", expected 1 to " + largest);
            }
        }
    }

    private static void requireSame(Map<String, String> expected, Map<String, String> found) throws IOException {
        Map<String, String> all = new TreeMap<>(expected);
        all.putAll(found);
        for (String trait : all.keySet()) {
            if (!expected.getOrDefault(trait, "none").equals(found.getOrDefault(trait, "none"))) {
                throw new IOException("configuration.json is of another network than its settings: " + trait);
            }
        }
    }

    /** Fields of a configuration that determine its network's function, name to value. */
    private static Map<String, String> traits(JsonNode configuration) throws IOException {
        Map<String, String> traits = new TreeMap<>();
        JsonNode layers = configuration.path("confs");
        if (!layers.isArray() || layers.size() > 4 * MOST_LAYERS) {
            throw new IOException("configuration.json lists no layers, or too many");
        }
        for (int i = 0; i < layers.size(); i++) {
            JsonNode layer = layers.get(i).path("layer");
            String name = "layer " + i;
            traits.put(name, className(layer));
            traits.put(name + ", activation", className(layer.path("activationFn")));
            traits.put(name + ", loss", className(layer.path("lossFn")));
            LAYER_FIELDS.forEach(
                    field -> traits.put(name + ", " + field, layer.path(field).toString()));
        }
        JsonNode reshaping = configuration.path("inputPreProcessors");
        reshaping.fieldNames().forEachRemaining(at -> {
            String name = "reshaping before a layer";
            JsonNode shape = reshaping.path(at);
            traits.merge(name, at + className(shape), String::concat);
            RESHAPING_FIELDS.forEach(
                    field -> traits.merge(name + ", " + field, at + " " + shape.path(field), String::concat));
        });
        return traits;
    }

    /** Without its package, which a later version may change. */
    private static String className(JsonNode object) {
        String name = object.path("@class").asText();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
