package io.sparkae.model;

import io.sparkae.model.Networks.LayerStack;
import io.sparkae.model.Networks.TrainingParts;
import io.sparkae.model.layer.TiedLayers;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The tied family: as the dense one, but the decoder's matrices are the encoder's, transposed, which halves the number of
 * parameters. It is trained as {@link TiedLayers} and kept as a dense network, its matrices written out.
 */
record TiedAutoencoder() implements Family {
    private static final Family DENSE = new DenseAutoencoder();

    @Override
    public String label() {
        return "tied";
    }

    @Override
    public MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        List<Integer> widths = new ArrayList<>();
        widths.add(input.features());
        widths.addAll(settings.hidden());
        widths.add(settings.code());
        return new LayerStack(settings, optimizer, seed, input.features())
                .layer(
                        new TiedLayers(widths, settings.activation(), settings.codeActivation(), settings.weightInit()),
                        input.features())
                .last(new LossLayer.Builder(settings.loss().function())
                        .activation(settings.outputActivation())
                        .build())
                .build();
    }

    @Override
    public MultiLayerNetwork kept(MultiLayerNetwork trained, ModelSettings settings) {
        TiedLayers layers =
                (TiedLayers) trained.getLayerWiseConfigurations().getConf(0).getLayer();
        int features = layers.getWidths().get(0);
        int depth = layers.getWidths().size() - 1;
        // trained no further, so without an updater's state
        MultiLayerNetwork dense = Networks.initialised(
                DENSE.configuration(settings, new InputShape(1, features), Optimizer.of(new Sgd()), 0));
        for (int l = 1; l <= depth; l++) {
            dense.setParam((l - 1) + "_W", trained.getParam("0_W" + l));
            dense.setParam((l - 1) + "_b", trained.getParam("0_b" + l));
            dense.setParam((2 * depth - l) + "_W", trained.getParam("0_W" + l).transpose());
            dense.setParam((2 * depth - l) + "_b", trained.getParam("0_c" + l));
        }
        return TrainingParts.removed(dense);
    }

    @Override
    public void putKept(MultiLayerNetwork kept, MultiLayerNetwork network) {
        int depth = kept.getnLayers() / 2;
        for (int l = 1; l <= depth; l++) {
            network.setParam("0_W" + l, kept.getParam((l - 1) + "_W"));
            network.setParam("0_b" + l, kept.getParam((l - 1) + "_b"));
            network.setParam("0_c" + l, kept.getParam((2 * depth - l) + "_b"));
        }
    }

    @Override
    public MultiLayerConfiguration keptConfiguration(ModelSettings settings, InputShape input) {
        return DENSE.keptConfiguration(settings, input);
    }

    @Override
    public int codeLayer(ModelSettings settings) {
        return DENSE.codeLayer(settings);
    }
}
