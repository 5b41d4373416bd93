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
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What a {@link GaussianCode} does. Gradients are sums over rows, as DL4J divides them by their number later. The noise is
 * a function of the seed alone, the same forward and backward: whoever trains gives each minibatch a seed of its own.
 */
final class GaussianCodeLayer extends PassThroughLayer<GaussianCode> implements SeededNoise {
    private static final long serialVersionUID = 1L;

    private long seed;

    GaussianCodeLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public void noiseSeed(long minibatchSeed) {
        seed = minibatchSeed;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
        assertInputSet(false);
        INDArray mean = mean();
        INDArray logVariance = logVariance();
        INDArray variance = Transforms.exp(logVariance, true);
        double latent = 0.5
                * (variance.sumNumber().doubleValue()
                        + mean.mul(mean).sumNumber().doubleValue()
                        - mean.length()
                        - logVariance.sumNumber().doubleValue());
        penalty(layerConf().getLatentWeight() * latent / input.size(0));
        INDArray code = memory.dup(ArrayType.ACTIVATIONS, mean, 'c');
        return training ? code.addi(deviation().muli(noise())) : code;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
        assertInputSet(true);
        int units = layerConf().getUnits();
        double w = layerConf().getLatentWeight();
        INDArray gradient = memory.createUninitialized(
                ArrayType.ACTIVATION_GRAD, input.dataType(), new long[] {input.size(0), 2L * units}, 'c');
        INDArray byMean = mean().mul(w).addi(epsilon);
        INDArray deviation = deviation();
        INDArray byLogVariance = deviation.mul(deviation).subi(1).muli(w / 2);
        byLogVariance.addi(deviation.mul(noise()).muli(epsilon).muli(0.5));
        gradient.get(NDArrayIndex.all(), NDArrayIndex.interval(0, units)).assign(byMean);
        gradient.get(NDArrayIndex.all(), NDArrayIndex.interval(units, 2 * units))
                .assign(byLogVariance);
        return Pair.of(new DefaultGradient(), gradient);
    }

    private INDArray mean() {
        return input.get(
                NDArrayIndex.all(), NDArrayIndex.interval(0, layerConf().getUnits()));
    }

    private INDArray logVariance() {
        int units = layerConf().getUnits();
        return input.get(NDArrayIndex.all(), NDArrayIndex.interval(units, 2 * units));
    }

    /** σ. */
    private INDArray deviation() {
        return Transforms.exp(logVariance().mul(0.5), false);
    }

    /** ε, {@code [rows, units]}. */
    private INDArray noise() {
        int rows = Math.toIntExact(input.size(0));
        int units = layerConf().getUnits();
        return Nd4j.createFromArray(NormalNoise.of(rows * units, seed))
                .reshape(rows, units)
                .castTo(input.dataType());
    }
}
