package io.sparkae.model;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as functions on arrays. Not thread-safe: one a task. */
public final class Autoencoder {
    private final MultiLayerNetwork network;
    private final int codeLayer;

    /**
     * @param network with its weights
     * @param codeLayer index of the layer whose activation is the code
     */
    Autoencoder(MultiLayerNetwork network, int codeLayer) {
        this.network = network;
        this.codeLayer = codeLayer;
    }

    /** A network around given weights. */
    public static Autoencoder of(MultiLayerNetwork network, ModelSettings settings) {
        return new Autoencoder(network, Networks.codeLayer(settings));
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
        INDArray input = NativeArrays.matrix(features, rows, features.length / rows);
        List<INDArray> activations = network.feedForward(input, false);
        return new Pass(
                NativeArrays.get(activations.get(codeLayer + 1)),
                NativeArrays.get(activations.get(activations.size() - 1)));
    }

    /** Values in a code. */
    public int codeDimension() {
        return Math.toIntExact(network.layerSize(codeLayer));
    }

    /** The network itself, for those who train or draw it. */
    public MultiLayerNetwork network() {
        return network;
    }
}
