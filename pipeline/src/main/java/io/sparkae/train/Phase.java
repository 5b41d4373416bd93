package io.sparkae.train;

import io.sparkae.dataset.RowBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
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

    /**
     * The rows as the network is given them.
     *
     * @param whole the model so far
     */
    JavaRDD<RowBlock> rows(JavaRDD<RowBlock> images, MultiLayerNetwork whole);

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
