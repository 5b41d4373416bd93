package io.sparkae.model.layer;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer whose input {@code [rows, 2·units]} is the mean μ and the log variance γ = ln σ² of a normal distribution, and
 * whose output {@code [rows, units]} is drawn from it while training, {@code z = μ + e^{γ/2}·ε} with ε from N(0, I)
 * (the reparametrisation trick), and otherwise is μ. It adds the latent loss, a mean over rows, to the loss:
 *
 * <pre>
 *   w · ½·Σ_j (e^γ_j + μ_j² − 1 − γ_j)  =  w · KL(N(μ, σ²) ‖ N(0, I))
 * </pre>
 *
 * <p>Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, equation 10 and appendix B. The loss a pixel plus
 * this term with w = 1/features is the negative evidence lower bound over the number of features, and w = β/features
 * makes a β-VAE (Higgins and others, ICLR 2017).
 */
public final class GaussianCode extends NoParamLayer {
    private static final long serialVersionUID = 1L;

    private int units;
    private double latentWeight;

    /** For DL4J's JSON. */
    public GaussianCode() {}

    /** @param latentWeight w */
    public GaussianCode(int units, double latentWeight) {
        this.units = units;
        this.latentWeight = latentWeight;
    }

    /** {@code ½·(σ² + μ² − 1 − γ)}: KL(N(μ, σ²) ‖ N(0, 1)) of one value of the code, with {@code σ² = e^γ}. */
    public static double divergence(double mean, double variance, double logVariance) {
        return 0.5 * (variance + mean * mean - 1 - logVariance);
    }

    /** A draw of the code: {@code μ + σ·ε}. */
    public static double draw(double mean, double stddev, double noise) {
        return mean + stddev * noise;
    }

    /**
     * The loss's gradient by μ.
     *
     * @param delta the gradient by z
     * @param w weight of the divergence
     */
    public static double byMean(double delta, double w, double mean) {
        return delta + w * mean;
    }

    /**
     * The loss's gradient by γ.
     *
     * @param delta the gradient by z
     * @param w weight of the divergence
     * @param stddev σ
     * @param noise ε
     */
    public static double byLogVariance(double delta, double w, double stddev, double noise) {
        return 0.5 * (delta * noise * stddev + w * (stddev * stddev - 1));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        return PassThroughLayer.prepared(new GaussianCodeLayer(conf, type), listeners, layerIndex);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType input) {
        return InputType.feedForward(units);
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return PassThroughLayer.memory(getLayerName(), GaussianCode.class, input, getOutputType(0, input));
    }

    /** Dimension of the code. */
    public int getUnits() {
        return units;
    }

    /** For DL4J's JSON. */
    public void setUnits(int units) {
        this.units = units;
    }

    /** w. */
    public double getLatentWeight() {
        return latentWeight;
    }

    /** For DL4J's JSON. */
    public void setLatentWeight(double latentWeight) {
        this.latentWeight = latentWeight;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GaussianCode that && units == that.units && latentWeight == that.latentWeight;
    }

    @Override
    public int hashCode() {
        return Objects.hash(units, latentWeight);
    }
}
