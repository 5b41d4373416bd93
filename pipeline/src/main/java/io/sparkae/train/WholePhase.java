package io.sparkae.train;

import io.sparkae.model.Networks;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

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
