package io.sparkae.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The dense family: fully connected layers {@code features → hidden… → code → …hidden reversed → features} (Hinton and
 * Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 2006, figure 1, without the
 * layer-wise pretraining).
 */
final class DenseAutoencoder {
    private DenseAutoencoder() {}

    /** Index of the layer whose activation is the code. */
    static int codeLayer(ModelSettings settings) {
        return settings.hidden().size();
    }

    static MultiLayerConfiguration configuration(ModelSettings settings, int features, Optimizer optimizer, long seed) {
        List<Integer> reversed = new ArrayList<>(settings.hidden());
        Collections.reverse(reversed);
        List<Integer> inner = new ArrayList<>(settings.hidden());
        inner.add(settings.code());
        inner.addAll(reversed);

        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.FLOAT)
                .weightInit(settings.weightInit())
                .updater(optimizer.updater())
                .gradientNormalization(optimizer.clipping().dl4j())
                .gradientNormalizationThreshold(optimizer.clippingThreshold())
                .list();
        int below = features;
        for (int i = 0; i < inner.size(); i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(below)
                    .nOut(inner.get(i))
                    .activation(i == codeLayer(settings) ? settings.codeActivation() : settings.activation())
                    .build());
            below = inner.get(i);
        }
        return layers.layer(new OutputLayer.Builder(settings.loss().function())
                        .nIn(below)
                        .nOut(features)
                        .activation(settings.outputActivation())
                        .build())
                .build();
    }
}
