package io.sparkae.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** A network's layers, each as wide at its input as the one before is at its output. */
final class LayerStack {
    private final ModelSettings settings;
    private final NeuralNetConfiguration.ListBuilder layers;
    private int width;

    /**
     * @param settings initial weights and regularisation of all layers
     * @param width of the first layer's input
     */
    LayerStack(ModelSettings settings, Optimizer optimizer, long seed, int width) {
        this.settings = settings;
        this.width = width;
        this.layers = builder(settings, optimizer, seed).list();
    }

    /** What all layers have in common. */
    static NeuralNetConfiguration.Builder builder(ModelSettings settings, Optimizer optimizer, long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .weightInit(settings.weightInit())
                .l1(settings.l1())
                .l2(settings.l2())
                .updater(optimizer.updater())
                .gradientNormalization(optimizer.clipping().dl4j())
                .gradientNormalizationThreshold(optimizer.clippingThreshold());
    }

    /** Fully connected layers of these widths, with the activation of hidden layers. */
    LayerStack dense(List<Integer> widths) {
        widths.forEach(units -> dense(units, settings.activation()));
        return this;
    }

    /** The same, the last first. */
    LayerStack denseReversed(List<Integer> widths) {
        List<Integer> reversed = new ArrayList<>(widths);
        Collections.reverse(reversed);
        return dense(reversed);
    }

    LayerStack dense(int units, Activation activation) {
        layers.layer(new DenseLayer.Builder()
                .nIn(width)
                .nOut(units)
                .activation(activation)
                .build());
        width = units;
        return this;
    }

    /** Any layer, which gives this many values. */
    LayerStack layer(Layer layer, int units) {
        layers.layer(layer);
        width = units;
        return this;
    }

    /** The last layer, of any kind. */
    NeuralNetConfiguration.ListBuilder last(Layer layer) {
        return layers.layer(layer);
    }

    /** The last layer, which the loss belongs to. */
    NeuralNetConfiguration.ListBuilder output(int features) {
        return layers.layer(new OutputLayer.Builder(settings.loss().function())
                .nIn(width)
                .nOut(features)
                .activation(settings.outputActivation())
                .build());
    }
}
