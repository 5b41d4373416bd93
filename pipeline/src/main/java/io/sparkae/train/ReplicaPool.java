package io.sparkae.train;

import io.sparkae.model.BlasKernels;
import io.sparkae.model.Networks;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Keeps replicas in an executor between rounds, one for each task that runs at a time: building a network costs more
 * than a round. The one piece of static state in training; it carries nothing from task to task, since every task
 * loads the state it is given.
 */
final class ReplicaPool {
    private static final Map<String, Queue<Replica>> IDLE = new ConcurrentHashMap<>();

    static {
        BlasKernels.choose();
    }

    private ReplicaPool() {}

    /** An idle replica of a network, or a new one; {@link #giveBack} it. */
    static Replica borrow(String configuration) {
        Replica idle = queue(configuration).poll();
        return idle != null ? idle : create(configuration);
    }

    static void giveBack(String configuration, Replica replica) {
        queue(configuration).add(replica);
    }

    /** Forgets a network's replicas in this JVM. */
    static void release(String configuration) {
        IDLE.remove(configuration);
    }

    /** The fastest replica that can train the network. */
    private static Replica create(String json) {
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
        return DenseShape.of(configuration)
                .<Replica>map(DenseReplica::new)
                .orElseGet(() -> new NetworkReplica(Networks.initialised(configuration)));
    }

    private static Queue<Replica> queue(String configuration) {
        return IDLE.computeIfAbsent(configuration, c -> new ConcurrentLinkedQueue<>());
    }
}
