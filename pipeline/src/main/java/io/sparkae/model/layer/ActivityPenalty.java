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
 * A layer that lets activations {@code a [rows, units]} pass and adds to the loss, for n rows:
 *
 * <pre>
 *   L1   λ/n · Σ_ij |a_ij|                   (Ng, "Sparse autoencoder", CS294A notes 2011, in the L1 form that Keras has)
 *   KL   λ · Σ_j KL(ρ ‖ ρ̂_j),  ρ̂_j = 1/n · Σ_i a_ij,
 *        KL(p ‖ q) = p·ln(p/q) + (1−p)·ln((1−p)/(1−q))                                        (the same notes, section 3)
 * </pre>
 *
 * <p>The second needs activations in (0, 1), as a sigmoid's are. A trained network does without the layer.
 */
public final class ActivityPenalty extends NoParamLayer {
    private static final long serialVersionUID = 1L;

    /** Distance that mean activations keep from 0 and 1. */
    private static final double LEAST = 1e-7;

    private PenaltySettings.Kind kind;
    private double weight;
    private double target;

    /** For DL4J's JSON. */
    public ActivityPenalty() {}

    /** With λ and ρ of some settings. */
    public ActivityPenalty(PenaltySettings settings) {
        kind = settings.kind();
        weight = settings.weight();
        target = settings.target();
    }

    /** {@code Σ_j KL(ρ ‖ ρ̂_j)} of mean activations that {@link #bounded} has seen. */
    public static double divergence(double target, double[] means) {
        double sum = 0;
        for (double mean : means) {
            sum += plogpq(target, mean) + plogpq(1 - target, 1 - mean);
        }
        return sum;
    }

    /** {@code d KL(ρ ‖ ρ̂) / d ρ̂}. */
    public static double slope(double target, double mean) {
        return (1 - target) / (1 - mean) - target / mean;
    }

    /** A mean activation clipped to [1e-7, 1 − 1e-7], so that the logarithms are finite. */
    public static double bounded(double mean) {
        return Math.max(LEAST, Math.min(1 - LEAST, mean));
    }

    private static double plogpq(double p, double q) {
        return p == 0 ? 0 : p * Math.log(p / q);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        return PassThroughLayer.prepared(new ActivityPenaltyLayer(conf, type), listeners, layerIndex);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType input) {
        return input;
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return PassThroughLayer.memory(getLayerName(), ActivityPenalty.class, input, input);
    }

    /** The kind of penalty. */
    public PenaltySettings.Kind getKind() {
        return kind;
    }

    /** For DL4J's JSON. */
    public void setKind(PenaltySettings.Kind kind) {
        this.kind = kind;
    }

    /** λ. */
    public double getWeight() {
        return weight;
    }

    /** For DL4J's JSON. */
    public void setWeight(double weight) {
        this.weight = weight;
    }

    /** ρ. */
    public double getTarget() {
        return target;
    }

    /** For DL4J's JSON. */
    public void setTarget(double target) {
        this.target = target;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivityPenalty that
                && kind == that.kind
                && weight == that.weight
                && target == that.target;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, weight, target);
    }
}
