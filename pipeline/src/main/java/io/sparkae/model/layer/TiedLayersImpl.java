package io.sparkae.model.layer;

import io.sparkae.model.layer.TiedLayers.Product;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's layer of {@link TiedLayers}. Gradients are sums over rows: DL4J divides them by the number of rows later. */
final class TiedLayersImpl extends BaseLayer<TiedLayers> {
    private static final long serialVersionUID = 1L;

    TiedLayersImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /**
     * All values of a forward pass, by product.
     *
     * @param inputs {@code x} of each, and last the output
     * @param sums {@code x·W + bias} of each
     */
    private record Pass(List<INDArray> inputs, List<INDArray> sums) {}

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
        assertInputSet(false);
        List<INDArray> inputs = forward(training).inputs();
        return memory.dup(ArrayType.ACTIVATIONS, inputs.get(inputs.size() - 1), 'c');
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
        List<Product> products = layerConf().products();
        INDArray down = epsilon;
        for (int i = products.size() - 1; i >= 0; i--) {
            Product product = products.get(i);
            INDArray x = pass.inputs().get(i);
            INDArray delta = product.activation() == null
                    ? down
                    : product.activation().backprop(pass.sums().get(i), down).getFirst();
            gradientViews
                    .get(weights(product))
                    .addi(
                            product.transposed()
                                    ? delta.transpose().mmul(x)
                                    : x.transpose().mmul(delta));
            gradientViews.get(product.bias()).addi(delta.sum(true, 0));
            INDArray w = params.get(weights(product));
            down = delta.mmul(product.transposed() ? w : w.transpose());
        }
        return Pair.of(gradient, memory.dup(ArrayType.ACTIVATION_GRAD, down, 'c'));
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    private Pass forward(boolean training) {
        Pass pass = new Pass(new ArrayList<>(List.of(input)), new ArrayList<>());
        for (Product product : layerConf().products()) {
            INDArray x = pass.inputs().get(pass.inputs().size() - 1);
            INDArray w = params.get(weights(product));
            INDArray z = x.mmul(product.transposed() ? w.transpose() : w).addiRowVector(params.get(product.bias()));
            pass.sums().add(z);
            pass.inputs()
                    .add(product.activation() == null ? z : product.activation().getActivation(z.dup(), training));
        }
        return pass;
    }

    private static String weights(Product product) {
        return "W" + product.layer();
    }
}
