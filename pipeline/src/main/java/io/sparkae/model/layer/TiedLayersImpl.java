package io.sparkae.model.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's layer of {@link TiedLayers}. Gradients are sums over rows: DL4J divides them by the number of rows later. */
final class TiedLayersImpl extends BaseLayer<TiedLayers> {
    private static final long serialVersionUID = 1L;

    TiedLayersImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /**
     * All values of a forward pass.
     *
     * @param h inputs of the encoder's layers and the code, {@code h_0 … h_L}
     * @param zh pre-activations of {@code h_1 … h_L}, from index 1 on
     * @param g the decoder's, {@code g_0 … g_L}; {@code g_0} before its activation
     * @param zg pre-activations of {@code g_0 … g_{L−1}}
     */
    private record Pass(INDArray[] h, INDArray[] zh, INDArray[] g, INDArray[] zg) {}

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
        assertInputSet(false);
        return memory.dup(ArrayType.ACTIVATIONS, forward(training).g()[0], 'c');
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
        assertInputSet(true);
        Pass pass = forward(true);
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach((name, view) -> {
            view.assign(0);
            gradient.gradientForVariable().put(name, view);
        });
        INDArray down = epsilon;
        for (int l = 1; l <= depth(); l++) {
            INDArray delta = l == 1
                    ? down
                    : layerConf()
                            .getActivationFn()
                            .backprop(pass.zg()[l - 1], down)
                            .getFirst();
            gradientViews.get("W" + l).addi(delta.transpose().mmul(pass.g()[l]));
            gradientViews.get("c" + l).addi(delta.sum(true, 0));
            down = delta.mmul(params.get("W" + l));
        }
        for (int l = depth(); l >= 1; l--) {
            INDArray delta = activation(l).backprop(pass.zh()[l], down).getFirst();
            gradientViews.get("W" + l).addi(pass.h()[l - 1].transpose().mmul(delta));
            gradientViews.get("b" + l).addi(delta.sum(true, 0));
            down = delta.mmul(params.get("W" + l).transpose());
        }
        return Pair.of(gradient, memory.dup(ArrayType.ACTIVATION_GRAD, down, 'c'));
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    private Pass forward(boolean training) {
        int depth = depth();
        Pass pass = new Pass(
                new INDArray[depth + 1], new INDArray[depth + 1], new INDArray[depth + 1], new INDArray[depth + 1]);
        pass.h()[0] = input;
        for (int l = 1; l <= depth; l++) {
            pass.zh()[l] = pass.h()[l - 1].mmul(params.get("W" + l)).addiRowVector(params.get("b" + l));
            pass.h()[l] = activation(l).getActivation(pass.zh()[l].dup(), training);
        }
        pass.g()[depth] = pass.h()[depth];
        for (int l = depth; l >= 1; l--) {
            INDArray z = pass.g()[l].mmul(params.get("W" + l).transpose()).addiRowVector(params.get("c" + l));
            pass.zg()[l - 1] = z;
            pass.g()[l - 1] = l == 1 ? z : layerConf().getActivationFn().getActivation(z.dup(), training);
        }
        return pass;
    }

    private IActivation activation(int l) {
        return l == depth() ? layerConf().getCodeActivation() : layerConf().getActivationFn();
    }

    private int depth() {
        return layerConf().getWidths().size() - 1;
    }
}
