package io.sparkae.train.replica;

import io.sparkae.model.compute.KernelPlan;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** What steps a worker's network. */
public enum Kernel {
    /** The fastest there is for the network: our own where there are kernels for all of it. */
    AUTO,
    /** DL4J's own {@code fit}. */
    DL4J;

    /** Whether our own kernels may step a network, as far as its kinds of layers say; costs nothing. */
    public boolean mayUseOwn(MultiLayerConfiguration network) {
        return this == AUTO && KernelPlan.isPossible(network);
    }
}
