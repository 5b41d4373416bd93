package io.sparkae.train;

import io.sparkae.model.LayerwiseStack;
import io.sparkae.model.Networks;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The training of one layer of the encoder and its counterpart in the decoder. The layers outside them are frozen: they
 * are not a part of the network that is trained, and the rows have gone through them once, beforehand.
 *
 * @param stack the model taken apart
 * @param layer which, counted from 1 from the outside in
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
                layer, plan.training().optimizer().optimizer(), plan.training().seed());
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
