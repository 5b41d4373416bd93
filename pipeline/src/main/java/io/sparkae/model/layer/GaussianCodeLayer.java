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

/**
 * DL4J's layer of a {@link GaussianCode}. Gradients are sums over rows: DL4J divides them by the number of rows later. The
 * noise is a function of the seed alone, the same forward and backward; each minibatch has its own seed.
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
        int units = layerConf().getUnits();
        int rows = Math.toIntExact(input.size(0));
        double[] in = rowMajor(input);
        float[] noise = training ? NormalNoise.of(rows * units, seed) : null;
        double[] code = new double[rows * units];
        double latent = 0;
        for (int i = 0; i < code.length; i++) {
            int at = i / units * 2 * units + i % units;
            double variance = Math.exp(in[at + units]);
            latent += GaussianCode.divergence(in[at], variance, in[at + units]);
            code[i] = training ? GaussianCode.draw(in[at], Math.sqrt(variance), noise[i]) : in[at];
        }
        penalty(layerConf().getLatentWeight() * latent / rows);
        return memory.dup(ArrayType.ACTIVATIONS, matrix(code, rows, units), 'c');
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
        assertInputSet(true);
        int units = layerConf().getUnits();
        int rows = Math.toIntExact(input.size(0));
        double w = layerConf().getLatentWeight();
        double[] in = rowMajor(input);
        double[] delta = rowMajor(epsilon);
        float[] noise = NormalNoise.of(rows * units, seed);
        double[] gradient = new double[2 * rows * units];
        for (int i = 0; i < delta.length; i++) {
            int at = i / units * 2 * units + i % units;
            gradient[at] = GaussianCode.byMean(delta[i], w, in[at]);
            gradient[at + units] = GaussianCode.byLogVariance(delta[i], w, Math.exp(in[at + units] / 2), noise[i]);
        }
        return Pair.of(
                new DefaultGradient(), memory.dup(ArrayType.ACTIVATION_GRAD, matrix(gradient, rows, 2 * units), 'c'));
    }

    private INDArray matrix(double[] values, int rows, int columns) {
        return Nd4j.createFromArray(values).reshape(rows, columns).castTo(input.dataType());
    }
}
