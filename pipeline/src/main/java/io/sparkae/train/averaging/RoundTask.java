package io.sparkae.train.averaging;

import io.sparkae.settings.Seeds;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.Replica.Minibatch;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.ReplicaPool;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.transfer.Addend;
import io.sparkae.train.transfer.Packed;
import io.sparkae.train.transfer.PackedFloats;
import io.sparkae.train.transfer.Transfer;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockManagerId;
import scala.Function2;
import scala.collection.Iterator;

/**
 * A worker's task in one round: load the state, work on the next minibatches of its rows, return what the averaging method
 * asks for. A pure function of its components and the rows, so a retried task gives the same result.
 *
 * <p>A Scala function rather than a Java lambda: Spark analyses the byte code around a lambda in every job, which took
 * 3 ms per round.
 *
 * @param kind of replica to train
 * @param method of averaging
 * @param transfer in what form the result goes
 * @param state to begin from
 * @param seed the configured seed
 * @param batchSize rows per minibatch
 * @param round within the epoch, counted from 0
 * @param firstBatch the first minibatch of this round
 * @param batches most minibatches of this round
 */
record RoundTask(
        ReplicaKind kind,
        AveragingMethod method,
        Transfer transfer,
        Broadcast<TrainingState> state,
        long seed,
        int batchSize,
        int round,
        int firstBatch,
        int batches)
        implements Function2<TaskContext, Iterator<PartitionRows>, RoundTask.Contribution>, Serializable {

    @Override
    public Contribution apply(TaskContext task, Iterator<PartitionRows> partitionRows) {
        return contribution(task.partitionId(), partitionRows.next());
    }

    private Contribution contribution(int partition, PartitionRows rows) {
        int from = (int) Math.min(rows.rows(), (long) firstBatch * batchSize);
        int to = (int) Math.min(rows.rows(), (long) (firstBatch + batches) * batchSize);
        if (from == to) {
            return Contribution.none(partition);
        }
        TrainingState begin = state.value().unpacked();
        Replica replica = ReplicaPool.borrow(kind);
        replica.load(begin);
        int[] order = epochOrder(rows.rows(), seed, begin.epoch(), partition);
        int atOnce = Math.min(batchSize, to - from);
        float[] minibatch = new float[Math.multiplyExact(atOnce, rows.features())];
        double lossSum = 0;
        int end = from;
        for (int start = from; start < to; start = end) {
            end = to - start > atOnce ? start + atOnce : to; // written so that it cannot overflow
            rows.gather(order, start, end, minibatch);
            long noise = Seeds.of(seed, "train.noise", begin.epoch(), partition, start);
            double loss = method.minibatch(replica, Minibatch.of(minibatch, end - start, noise));
            if (!Double.isFinite(loss)) {
                return Contribution.diverged(partition, place(partition, rows, order, start, end, loss));
            }
            lossSum += loss * (end - start);
        }
        Contribution contribution = new Contribution(
                partition,
                to - from,
                lossSum,
                null,
                new TreeMap<>(Map.of(executor(), (long) to - from)),
                parameters(replica, begin, partition),
                transfer.other(method.updaterState(replica), transferSeed(begin, partition, 1)));
        ReplicaPool.giveBack(kind, replica);
        return contribution;
    }

    private Packed parameters(Replica replica, TrainingState begin, int partition) {
        float[] given = method.parameters(replica);
        if (transfer.isRounded() && method.workersGiveParameters()) {
            float[] before = begin.parameters();
            for (int i = 0; i < given.length; i++) {
                given[i] -= before[i];
            }
        }
        return transfer.other(given, transferSeed(begin, partition, 0));
    }

    private long transferSeed(TrainingState begin, int partition, int array) {
        return Seeds.of(seed, "train.transfer", begin.epoch(), round, partition, array);
    }

    /**
     * The order in which a worker takes its rows in an epoch: a shuffle of {@code 0 … rows-1} (Fisher and Yates,
     * Durstenfeld's form), the same for the same arguments.
     */
    static int[] epochOrder(int rows, long seed, int epoch, int partition) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, "train.order", epoch, partition));
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private String place(int partition, PartitionRows rows, int[] order, int start, int end, double loss) {
        StringBuilder ids = new StringBuilder();
        for (int i = start; i < Math.min(end, start + 5); i++) {
            ids.append(i == start ? "" : ", ").append(rows.id(order[i]));
        }
        return "loss " + loss + " in epoch " + (state.value().epoch() + 1) + ", round " + (round + 1) + ", partition "
                + partition + ", on the minibatch with row ids " + ids + (end - start > 5 ? ", …" : "");
    }

    private static String executor() {
        BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
        return id.executorId() + "@" + id.host();
    }

    /**
     * A contribution to a mean, of one worker or of a group.
     *
     * @param group number of the worker, or of the group
     * @param rows trained on in this round, n_p
     * @param lossSum over those rows
     * @param divergence place of a loss that is not finite; null if there is none
     * @param rowsByExecutor the same rows by executor, {@code id@host}
     * @param parameters θ_p, or its change
     * @param updaterState u_p
     */
    record Contribution(
            int group,
            long rows,
            double lossSum,
            String divergence,
            SortedMap<String, Long> rowsByExecutor,
            Addend parameters,
            Addend updaterState)
            implements Serializable {

        private static final PackedFloats NOTHING = new PackedFloats();

        /** Contribution of a worker that has no rows left in this round. */
        static Contribution none(int partition) {
            return diverged(partition, null);
        }

        /** A value rather than an exception, for which Spark would retry the task three times. */
        static Contribution diverged(int group, String where) {
            return new Contribution(group, 0, 0, where, new TreeMap<>(), NOTHING, NOTHING);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return group;
        }
    }
}
