package io.sparkae.model;

import io.sparkae.model.compute.KernelNetwork;
import io.sparkae.model.compute.KernelPlan;
import io.sparkae.model.layer.GaussianCode;
import io.sparkae.platform.NativeArrays;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trained network as plain functions on arrays, single precision, row by row. Not thread-safe: one a task.
 * {@code encode}, {@code decode} and {@code reconstruct} take any number of rows.
 */
public final class Autoencoder {
    /** Most rows that go through the network at a time: activations of convolutions are large. */
    private static final int MOST_ROWS_AT_ONCE = 256;

    /** Most values between two layers, of several rows: 256 MB. */
    private static final int VALUES_AT_ONCE = 1 << 26;

    private final MultiLayerNetwork network;
    private final ModelSettings settings;
    private final int codeLayer;
    private final Optional<KernelNetwork> kernels;

    /** @param network in the form that a model file holds, with its weights */
    Autoencoder(MultiLayerNetwork network, ModelSettings settings) {
        this.network = network;
        this.settings = settings;
        this.codeLayer = Networks.codeLayer(settings);
        this.kernels = KernelPlan.of(network.getLayerWiseConfigurations()).map(KernelPlan::create);
        kernels.ifPresent(fast -> fast.load(NativeArrays.get(network.params())));
    }

    /** The model that a trained network is. */
    public static Autoencoder of(MultiLayerNetwork trained, ModelSettings settings) {
        return new Autoencoder(Networks.kept(trained, settings), settings);
    }

    /**
     * What the network makes of some rows.
     *
     * @param codes {@code [rows, code]}
     * @param reconstructions {@code [rows, features]}
     */
    public record Pass(float[] codes, float[] reconstructions) {}

    /**
     * Encodes and reconstructs.
     *
     * @param features {@code [rows, features]}, normalised as in training
     */
    public Pass apply(float[] features, int rows) {
        float[] codes = encode(features, rows);
        return new Pass(codes, decode(codes, rows));
    }

    /**
     * Codes of rows; the mean of the distribution if the code is one.
     *
     * @param features {@code [rows, features]}, normalised as in training
     * @return {@code [rows, code]}
     */
    public float[] encode(float[] features, int rows) {
        return through(0, codeLayer, features, rows);
    }

    /**
     * What codes stand for.
     *
     * @param codes {@code [rows, code]}
     * @return {@code [rows, features]}
     */
    public float[] decode(float[] codes, int rows) {
        return through(codeLayer + 1, network.getnLayers() - 1, codes, rows);
    }

    /**
     * Decodes the codes of rows.
     *
     * @param features {@code [rows, features]}, normalised as in training
     * @return {@code [rows, features]}
     */
    public float[] reconstruct(float[] features, int rows) {
        return decode(encode(features, rows), rows);
    }

    /** What more there is to a model whose code is a distribution; empty for others. */
    public Optional<VariationalModel> variational() {
        boolean drawn = network.getLayer(codeLayer).conf().getLayer() instanceof GaussianCode;
        return drawn ? Optional.of(new VariationalModel(this)) : Optional.empty();
    }

    /** Values in a row. */
    public int features() {
        InputPreProcessor image = network.getLayerWiseConfigurations().getInputPreProcess(0);
        return image instanceof FeedForwardToCnnPreProcessor cnn
                ? Math.toIntExact(cnn.getInputHeight() * cnn.getInputWidth())
                : Math.toIntExact(((FeedForwardLayer) network.getLayer(0).conf().getLayer()).getNIn());
    }

    /** Values in a code. */
    public int codeDimension() {
        return settings.code();
    }

    /** The settings that made it. */
    public ModelSettings settings() {
        return settings;
    }

    /** The weights next to the input. */
    public FirstLayer firstLayer() {
        return FirstLayer.of(network);
    }

    /** The network itself, for those who train or draw it. */
    public MultiLayerNetwork network() {
        return network;
    }

    /** Mean and log variance of the code's distribution, {@code [rows, 2·code]}. */
    float[] distribution(float[] features, int rows) {
        return through(0, codeLayer - 1, features, rows);
    }

    /** Rows, this wide at least, that it is best given at a time. */
    public int rowsAtOnce(int width) {
        int widest =
                Math.max(Math.max(1, width), kernels.map(KernelNetwork::widest).orElse(1));
        return rowsThrough(widest);
    }

    /** Rows that go at a time through a network whose widest layer has so many values. */
    static int rowsThrough(long widest) {
        return (int) Math.max(1, Math.min(MOST_ROWS_AT_ONCE, VALUES_AT_ONCE / Math.max(1, widest)));
    }

    private float[] through(int firstLayer, int lastLayer, float[] values, int rows) {
        int width = rows == 0 ? 0 : values.length / rows;
        float[] all = {};
        int atOnce = rowsAtOnce(width);
        for (int from = 0; from < rows; from += atOnce) {
            int count = Math.min(atOnce, rows - from);
            float[] some = Arrays.copyOfRange(values, from * width, (from + count) * width);
            float[] part = kernels.isPresent()
                    ? kernels.get().through(firstLayer, lastLayer, some, count)
                    : NativeArrays.get(LayerRange.activate(
                            network, firstLayer, lastLayer, NativeArrays.matrix(some, count, width)));
            all = all.length == 0 ? new float[Math.multiplyExact(part.length / count, rows)] : all;
            System.arraycopy(part, 0, all, from * (part.length / count), part.length);
        }
        return all;
    }
}
