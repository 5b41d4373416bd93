package io.sparkae.train;

import io.sparkae.model.Networks;
import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What replica a worker needs; equal kinds are interchangeable.
 *
 * @param configuration of the network, as JSON
 * @param kernel what may step it
 */
record ReplicaKind(String configuration, TrainingSettings.Kernel kernel) implements Serializable {

    /** A new replica, its state yet to be loaded. */
    Replica create() {
        MultiLayerConfiguration network = MultiLayerConfiguration.fromJson(configuration);
        Optional<DenseShape> dense = kernel == TrainingSettings.Kernel.AUTO ? DenseShape.of(network) : Optional.empty();
        return dense.<Replica>map(DenseReplica::new).orElseGet(() -> new NetworkReplica(Networks.initialised(network)));
    }
}
