package io.sparkae.train.replica;

import io.sparkae.model.Corruption;
import io.sparkae.model.Networks;
import io.sparkae.model.compute.KernelPlan;
import io.sparkae.settings.Seeds;
import io.sparkae.train.replica.Replica.Kernel;
import io.sparkae.train.replica.Replica.Minibatch;
import java.io.Serializable;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Specification of a replica; replicas of equal kinds are interchangeable.
 *
 * @param configuration of the network, as JSON
 * @param features values per row
 * @param kernel implementation of the training step
 * @param corruption of its input
 */
public record ReplicaKind(String configuration, int features, Kernel kernel, Corruption corruption)
        implements Serializable {

    /** A new replica; load a state before use. */
    Replica create() {
        MultiLayerConfiguration network = MultiLayerConfiguration.fromJson(configuration);
        Optional<KernelPlan> plan = kernel == Kernel.AUTO ? KernelPlan.of(network) : Optional.empty();
        int layers = network.getConfs().size();
        Replica replica = plan.filter(KernelPlan::isTrainable)
                .<Replica>map(found -> new KernelReplica(found, layers))
                .orElseGet(() -> new NetworkReplica(Networks.initialised(network), features));
        return corruption.kind() == Corruption.Kind.NONE ? replica : new DenoisingReplica(replica, corruption);
    }

    /** A replica that reconstructs clean rows from corrupted ones; each minibatch is corrupted anew by its seed. */
    private static final class DenoisingReplica implements Replica {
        private final Replica inner;
        private final Corruption corruption;

        DenoisingReplica(Replica inner, Corruption corruption) {
            this.inner = inner;
            this.corruption = corruption;
        }

        @Override
        public double fit(Minibatch clean) {
            return inner.fit(corrupted(clean));
        }

        @Override
        public double differentiate(Minibatch clean) {
            return inner.differentiate(corrupted(clean));
        }

        @Override
        public float[] gradient() {
            return inner.gradient();
        }

        private Minibatch corrupted(Minibatch clean) {
            int count = clean.rows() * inner.features();
            float[] noisy = corruption.apply(clean.inputs(), count, Seeds.of(clean.seed(), "train.corruption"));
            return new Minibatch(noisy, clean.targets(), clean.rows(), clean.seed());
        }

        @Override
        public void load(TrainingState state) {
            inner.load(state);
        }

        @Override
        public double lossSum(float[] features, int rows) {
            return inner.lossSum(features, rows);
        }

        @Override
        public float[] parameters() {
            return inner.parameters();
        }

        @Override
        public float[] updaterState() {
            return inner.updaterState();
        }

        @Override
        public int features() {
            return inner.features();
        }
    }
}
