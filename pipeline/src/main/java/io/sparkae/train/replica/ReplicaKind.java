package io.sparkae.train.replica;

import io.sparkae.model.Corruption;
import io.sparkae.model.Networks;
import io.sparkae.model.compute.KernelPlan;
import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What replica a worker needs; equal kinds are interchangeable.
 *
 * @param configuration of the network, as JSON
 * @param features values a row
 * @param kernel what may step it
 * @param corruption of its input
 */
public record ReplicaKind(String configuration, int features, Kernel kernel, Corruption corruption)
        implements Serializable {

    /** A new replica, its state yet to be loaded. */
    Replica create() {
        MultiLayerConfiguration network = MultiLayerConfiguration.fromJson(configuration);
        Optional<KernelPlan> plan = kernel == Kernel.AUTO ? KernelPlan.of(network) : Optional.empty();
        int layers = network.getConfs().size();
        Replica replica = plan.filter(KernelPlan::isTrainable)
                .<Replica>map(found -> new KernelReplica(found, layers))
                .orElseGet(() -> new NetworkReplica(Networks.initialised(network), features));
        return corruption.kind() == Corruption.Kind.NONE ? replica : new DenoisingReplica(replica, corruption);
    }
}
