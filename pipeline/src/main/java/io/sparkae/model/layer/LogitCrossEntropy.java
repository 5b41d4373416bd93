package io.sparkae.model.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binary cross-entropy of a sigmoid output, computed on its logits {@code z}, as a mean over the outputs:
 *
 * <pre>
 *   loss     = mean_j [ max(z, 0) − z·y + ln(1 + e^−|z|) ]        (= −y·ln σ(z) − (1−y)·ln(1−σ(z)))
 *   d loss/dz = (σ(z) − y) / outputs
 * </pre>
 *
 * <p>The form on logits neither overflows nor needs clipping (Bishop, "Pattern Recognition and Machine Learning",
 * section 4.3.2 for the gradient), and is several times cheaper than DL4J's {@code LossBinaryXENT}, which goes through
 * logarithms and the activation's own gradient. That one sums over the outputs; this one divides by their number.
 *
 * <p>{@code OutputKernel} computes the same loss in single precision by a series, in a loop that the JIT vectorises; this
 * class is its oracle.
 */
public final class LogitCrossEntropy implements ILossFunction {
    private static final long serialVersionUID = 1L;

    /** The loss has no parameters; DL4J's JSON needs this constructor. */
    public LogitCrossEntropy() {}

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        double sum = perElement(labels, preOutput, activation, mask).sumNumber().doubleValue() / labels.size(1);
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        return perElement(labels, preOutput, activation, mask).sum(true, 1).divi(labels.size(1));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        check(activation, mask);
        return Transforms.sigmoid(preOutput, true).subi(labels).divi(labels.size(1));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
        INDArray gradient = computeGradient(labels, preOutput, activation, mask);
        return Pair.of(computeScore(labels, preOutput, activation, mask, average), gradient);
    }

    @Override
    public String name() {
        return "LogitCrossEntropy";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogitCrossEntropy;
    }

    @Override
    public int hashCode() {
        return LogitCrossEntropy.class.hashCode();
    }

    private static INDArray perElement(INDArray labels, INDArray z, IActivation activation, INDArray mask) {
        check(activation, mask);
        INDArray tail = Transforms.softPlus(Transforms.abs(z, true).negi(), false);
        return tail.addi(Transforms.relu(z, true)).subi(z.mul(labels));
    }

    private static void check(IActivation activation, INDArray mask) {
        if (!(activation instanceof ActivationSigmoid)) {
            throw new IllegalArgumentException("LogitCrossEntropy: expected a sigmoid output, found " + activation);
        }
        if (mask != null) {
            throw new IllegalArgumentException("LogitCrossEntropy: masks make no sense for whole images");
        }
    }
}
