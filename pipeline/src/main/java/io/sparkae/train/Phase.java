package io.sparkae.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** One of the trainings that make a model, one after the other. Most models take one, of the whole network. */
interface Phase {
    /** What is trained, for people. */
    String name();

    /** The network that is trained. */
    MultiLayerConfiguration configuration();

    /** Values that it is given a row. */
    int features();

    /** Passes over the rows. */
    int epochs();

    /** Layers of the whole that the rows go through, frozen, before the network is given them. */
    int frozenLayers();

    /** The network with its weights before training. */
    MultiLayerNetwork begin(MultiLayerNetwork whole);

    /** Takes what was trained into the whole. */
    void end(MultiLayerNetwork trained, MultiLayerNetwork whole);

    /** What a training's settings ask for. */
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
}
