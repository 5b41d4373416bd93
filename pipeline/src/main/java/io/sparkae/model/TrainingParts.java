package io.sparkae.model;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.LogitCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * What only training needs: penalties, and our form of the cross-entropy. A network without them computes the same and
 * can be read by a DL4J that has no class of ours; only {@code score} differs, DL4J's cross-entropy being a sum over
 * pixels.
 */
final class TrainingParts {
    private TrainingParts() {}

    /** The network without them, its updater state included. */
    static MultiLayerNetwork removed(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration = removed(network.getLayerWiseConfigurations());
        MultiLayerNetwork portable = new MultiLayerNetwork(configuration);
        portable.init(network.params(), true);
        INDArray updaterState = network.getUpdater(true).getStateViewArray();
        if (updaterState != null) {
            portable.getUpdater(true).setStateViewArray(portable, updaterState, true);
        }
        return portable;
    }

    /** The configuration without them; the one given stays as it is. */
    static MultiLayerConfiguration removed(MultiLayerConfiguration trained) {
        MultiLayerConfiguration configuration = trained.clone();
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            if (!(layer.getLayer() instanceof ActivityPenalty)) {
                layers.add(layer);
            }
        }
        configuration.setConfs(layers);
        useStockLoss(layers.get(layers.size() - 1));
        return configuration;
    }

    private static void useStockLoss(NeuralNetConfiguration last) {
        if (last.getLayer() instanceof BaseOutputLayer output && output.getLossFn() instanceof LogitCrossEntropy) {
            output.setLossFn(new LossBinaryXENT());
        }
        if (last.getLayer() instanceof LossLayer output && output.getLossFn() instanceof LogitCrossEntropy) {
            output.setLossFn(new LossBinaryXENT());
        }
    }
}
