package io.sparkae.train;

import io.sparkae.model.InputShape;
import io.sparkae.model.LayerwiseStack;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.transfer.PackedFloats;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** One phase of a training. Most models have a single phase, which trains the whole network. */
interface Phase {
    /** Display name. */
    String name();

    /** The network that is trained. */
    MultiLayerConfiguration configuration();

    /** Input values per row. */
    int features();

    /** Passes over the rows. */
    int epochs();

    /** Number of frozen layers of the whole network whose output is the input of this phase. */
    int frozenLayers();

    /** The network with its weights before training. */
    MultiLayerNetwork begin(MultiLayerNetwork whole);

    /** Copies the trained weights into the whole network. */
    void end(MultiLayerNetwork trained, MultiLayerNetwork whole);

    /** The phases of a training, in order. */
    static List<Phase> of(NetworkPlan plan, TrainingSettings training) {
        if (!training.layerwise()) {
            return List.of(new WholePhase(plan, training.epochs()));
        }
        List<Phase> phases = new ArrayList<>(LayerPhase.all(plan, training));
        if (training.fineTuningEpochs() > 0) {
            phases.add(new WholePhase(plan, training.fineTuningEpochs()));
        }
        return List.copyOf(phases);
    }

    /**
     * The training of the whole network.
     *
     * @param plan of it
     * @param epochs passes over the rows
     */
    record WholePhase(NetworkPlan plan, int epochs) implements Phase {
        @Override
        public String name() {
            return "whole";
        }

        @Override
        public MultiLayerConfiguration configuration() {
            return plan.configuration();
        }

        @Override
        public int features() {
            return plan.input().features();
        }

        @Override
        public int frozenLayers() {
            return 0;
        }

        @Override
        public MultiLayerNetwork begin(MultiLayerNetwork whole) {
            MultiLayerNetwork network = Networks.initialised(configuration());
            network.setParams(whole.params());
            return network;
        }

        @Override
        public void end(MultiLayerNetwork trained, MultiLayerNetwork whole) {
            whole.setParams(trained.params());
            if (trained.getUpdater(true).getStateViewArray() != null) {
                whole.getUpdater(true)
                        .getStateViewArray()
                        .assign(trained.getUpdater(true).getStateViewArray());
            }
        }
    }

    /**
     * The training of one layer of the encoder and its counterpart in the decoder. The outer layers are frozen: they
     * are not part of the trained network; their output is computed once, before the phase.
     *
     * @param stack the model's layers
     * @param layer counted from 1, the outermost
     * @param plan of the whole
     * @param epochs passes over the rows
     */
    record LayerPhase(LayerwiseStack stack, int layer, NetworkPlan plan, int epochs) implements Phase {
        static List<LayerPhase> all(NetworkPlan plan, TrainingSettings training) {
            LayerwiseStack stack = new LayerwiseStack(plan.model(), plan.input());
            return IntStream.rangeClosed(1, stack.depth())
                    .mapToObj(l -> new LayerPhase(stack, l, plan, training.epochs()))
                    .toList();
        }

        @Override
        public String name() {
            return stack.name(layer);
        }

        @Override
        public MultiLayerConfiguration configuration() {
            return stack.configuration(
                    layer, plan.training().optimizing(), plan.training().seed());
        }

        @Override
        public int features() {
            return stack.features(layer);
        }

        @Override
        public int frozenLayers() {
            return layer - 1;
        }

        @Override
        public MultiLayerNetwork begin(MultiLayerNetwork whole) {
            return Networks.initialised(configuration());
        }

        @Override
        public void end(MultiLayerNetwork trained, MultiLayerNetwork whole) {
            stack.put(layer, trained, whole);
        }
    }

    /**
     * Everything that determines a model's network.
     *
     * @param model its settings
     * @param input shape of a row
     * @param training seed and optimizer
     */
    record NetworkPlan(ModelSettings model, InputShape input, TrainingSettings training) {
        /** The whole network. */
        MultiLayerConfiguration configuration() {
            return Networks.configuration(model, input, training.optimizing(), training.seed());
        }
    }

    /**
     * A network as it is broadcast, to compute the output of its first layers.
     *
     * @param configuration as JSON
     * @param parameters in DL4J's flat order
     */
    record FrozenEncoder(String configuration, PackedFloats parameters) implements Serializable {
        static FrozenEncoder of(MultiLayerNetwork network) {
            return new FrozenEncoder(
                    network.getLayerWiseConfigurations().toJson(),
                    new PackedFloats(NativeArrays.get(network.params())));
        }

        /** Output of the first layers. */
        Iterator<RowBlock> through(int layers, Iterator<RowBlock> blocks) {
            MultiLayerNetwork network = Networks.initialised(MultiLayerConfiguration.fromJson(configuration));
            NativeArrays.put(parameters.values(), parameters.values().length, network.params());
            List<RowBlock> codes = new ArrayList<>();
            blocks.forEachRemaining(block -> codes.add(LayerwiseStack.through(layers, network, block)));
            return codes.iterator();
        }
    }
}
