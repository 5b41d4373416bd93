package io.sparkae.model;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.LogitCrossEntropy;
import io.sparkae.platform.BlasKernels;
import io.sparkae.settings.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** Builds networks from settings, in the form for training and in the form for files. */
public final class Networks {
    static {
        BlasKernels.choose();
    }

    private Networks() {}

    /**
     * The network as it is trained.
     *
     * @param settings of the model
     * @param input what it is given
     * @param optimizer turns gradients into steps
     * @param seed the configured one; initial weights follow from it
     */
    public static MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        return settings.family().configuration(settings, input, optimizer, Seeds.of(seed, "model.weights"));
    }

    /** The network with its initial weights; the same for the same configuration. */
    public static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /**
     * Removes training-only parts: penalties, and our form of the cross-entropy. A network without them computes the same and
     * can be read by a DL4J that has no class of ours; only {@code score} differs, DL4J's cross-entropy being a sum over
     * pixels.
     */
    static final class TrainingParts {
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

    /** A network's layers, each as wide at its input as the one before is at its output. */
    static final class LayerStack {
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

        /** Settings common to all layers. */
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
}
