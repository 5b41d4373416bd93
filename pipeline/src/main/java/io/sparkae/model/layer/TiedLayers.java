package io.sparkae.model.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A whole dense autoencoder as one layer, since its decoder uses the encoder's matrices, transposed (Bengio, "Learning
 * Deep Architectures for AI", 2009, section 4.6). For widths {@code w_0 … w_L}:
 *
 * <pre>
 *   encoder   h_l = f_l(h_{l−1}·W_l + b_l)        l = 1 … L, h_0 = x [rows, w_0], h_L the code
 *   decoder   g_{l−1} = f(g_l·W_lᵀ + c_l)         l = L … 1, g_L = h_L
 * </pre>
 *
 * <p>The output is {@code g_0} before its activation, which belongs to the loss. Parameters are {@code W1 … WL}, and
 * biases {@code b1 … bL} and {@code c1 … cL} of their own ({@link TiedParameters}); weight regularisation reaches the
 * matrices, each once. Written by hand, since the same as a SameDiff layer of DL4J M2.1 failed
 * DL4J's own gradient check.
 */
public final class TiedLayers extends FeedForwardLayer {
    private static final long serialVersionUID = 1L;

    private List<Integer> widths;
    private IActivation codeActivation;

    /** For DL4J's JSON. */
    public TiedLayers() {}

    /**
     * @param widths {@code w_0 … w_L}
     * @param activation f
     * @param codeActivation f_L
     * @param weightInit of the matrices
     */
    public TiedLayers(List<Integer> widths, Activation activation, Activation codeActivation, WeightInit weightInit) {
        this.widths = List.copyOf(widths);
        this.codeActivation = codeActivation.getActivationFunction();
        setActivationFn(activation.getActivationFunction());
        setWeightInitFn(weightInit.getWeightInitFunction());
        // null and NaN let the network's settings through
        setGradientNormalization(null);
        setGradientNormalizationThreshold(Double.NaN);
        setNIn(widths.get(0));
        setNOut(widths.get(0));
    }

    /**
     * A product of the forward pass, {@code f(x·W_l + bias)}; the decoder's has {@code W_l} transposed.
     *
     * @param layer l
     * @param transposed whether it is the decoder's
     * @param outputs number of its outputs
     * @param activation f; null for the last, whose activation belongs to the loss
     */
    public record Product(int layer, boolean transposed, int outputs, IActivation activation) {
        /** Name of its bias. */
        String bias() {
            return (transposed ? "c" : "b") + layer;
        }
    }

    /** The products, from input to output. */
    public List<Product> products() {
        int depth = widths.size() - 1;
        List<Product> products = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            products.add(new Product(l, false, widths.get(l), l == depth ? codeActivation : getActivationFn()));
        }
        for (int l = depth; l >= 1; l--) {
            products.add(new Product(l, true, widths.get(l - 1), l == 1 ? null : getActivationFn()));
        }
        return products;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        TiedLayersImpl layer = new TiedLayersImpl(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialise));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new TiedParameters();
    }

    @Override
    public boolean isPretrainParam(String name) {
        return false;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        long parameters = initializer().numParams(this);
        long activations = 2L * widths.stream().mapToInt(Integer::intValue).sum();
        return new LayerMemoryReport.Builder(getLayerName(), TiedLayers.class, input, input)
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(0, activations, 0, 2 * activations)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** {@code w_0 … w_L}. */
    public List<Integer> getWidths() {
        return widths;
    }

    /** For DL4J's JSON. */
    public void setWidths(List<Integer> widths) {
        this.widths = List.copyOf(widths);
    }

    /** f of the code; that of all other layers is {@link #getActivationFn()}. */
    public IActivation getCodeActivation() {
        return codeActivation;
    }

    /** For DL4J's JSON. */
    public void setCodeActivation(IActivation activation) {
        this.codeActivation = activation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TiedLayers that
                && super.equals(other)
                && Objects.equals(widths, that.widths)
                && Objects.equals(codeActivation, that.codeActivation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(widths, codeActivation);
    }
}
