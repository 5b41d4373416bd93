package io.sparkae.train.replica;

import io.sparkae.platform.BlasKernels;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps replicas in an executor between rounds, one for each task that runs at a time: building a network costs more
 * than a round. The one piece of static state in training; it carries nothing from task to task, since every task
 * loads the state it is given.
 */
public final class ReplicaPool {
    private static final Map<ReplicaKind, Queue<Replica>> IDLE = new ConcurrentHashMap<>();

    static {
        BlasKernels.choose();
    }

    private ReplicaPool() {}

    /** An idle replica of a kind, or a new one; {@link #giveBack} it. */
    public static Replica borrow(ReplicaKind kind) {
        Replica idle = queue(kind).poll();
        return idle != null ? idle : kind.create();
    }

    /** Has a replica kept for the next task. */
    public static void giveBack(ReplicaKind kind, Replica replica) {
        queue(kind).add(replica);
    }

    /** Forgets a kind's replicas in this JVM. */
    public static void release(ReplicaKind kind) {
        IDLE.remove(kind);
    }

    private static Queue<Replica> queue(ReplicaKind kind) {
        return IDLE.computeIfAbsent(kind, k -> new ConcurrentLinkedQueue<>());
    }
}
