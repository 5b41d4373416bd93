package io.sparkae.train.replica;

import io.sparkae.platform.BlasKernels;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Caches replicas in an executor between rounds, one per task slot: building a network costs more than a round. The
 * only static state in training; it carries no data between tasks, since every task loads its own state.
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

    /** Returns a replica to the pool. */
    public static void giveBack(ReplicaKind kind, Replica replica) {
        queue(kind).add(replica);
    }

    /** Discards the idle replicas of a kind in this JVM. */
    public static void release(ReplicaKind kind) {
        IDLE.remove(kind);
    }

    private static Queue<Replica> queue(ReplicaKind kind) {
        return IDLE.computeIfAbsent(kind, k -> new ConcurrentLinkedQueue<>());
    }
}
