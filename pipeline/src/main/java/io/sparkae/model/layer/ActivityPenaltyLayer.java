package io.sparkae.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DL4J's layer of an {@link ActivityPenalty}. Gradients are sums over rows: DL4J divides them by the number of rows later. */
final class ActivityPenaltyLayer extends PassThroughLayer<ActivityPenalty> {
    private static final long serialVersionUID = 1L;

    ActivityPenaltyLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
        assertInputSet(false);
        penalty(layerConf().getWeight() * (isL1() ? meanNorm() : divergence()));
        return memory.dup(ArrayType.ACTIVATIONS, input, input.ordering());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
        assertInputSet(true);
        INDArray gradient = memory.dup(ArrayType.ACTIVATION_GRAD, epsilon, epsilon.ordering());
        double weight = layerConf().getWeight();
        if (isL1()) {
            gradient.addi(Transforms.sign(input, true).muli(weight));
        } else {
            gradient.addiRowVector(divergenceSlope().muli(weight));
        }
        return Pair.of(new DefaultGradient(), gradient);
    }

    private boolean isL1() {
        return layerConf().getKind() == PenaltySettings.Kind.L1;
    }

    private double meanNorm() {
        return input.norm1Number().doubleValue() / input.size(0);
    }

    private double divergence() {
        return ActivityPenalty.divergence(layerConf().getTarget(), means());
    }

    /** d KL(ρ ‖ ρ̂_j) / d ρ̂_j, {@code [units]}. */
    private INDArray divergenceSlope() {
        double p = layerConf().getTarget();
        double[] slopes = means();
        for (int j = 0; j < slopes.length; j++) {
            slopes[j] = ActivityPenalty.slope(p, slopes[j]);
        }
        return Nd4j.createFromArray(slopes).castTo(input.dataType());
    }

    private double[] means() {
        double[] means = input.mean(0).toDoubleVector();
        for (int j = 0; j < means.length; j++) {
            means[j] = ActivityPenalty.bounded(means[j]);
        }
        return means;
    }
}
