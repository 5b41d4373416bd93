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

    /** What steps a network, for the log and {@code metrics.json}: {@code kernels}, or {@code dl4j (reason)}. */
    public String step(MultiLayerConfiguration network) {
        return this == DL4J
                ? "dl4j (training.kernel = dl4j)"
                : KernelPlan.obstacle(network)
                        .map(reason -> "dl4j (" + reason + ")")
                        .orElse("kernels");
    }
}
