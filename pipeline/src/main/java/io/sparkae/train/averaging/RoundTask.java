package io.sparkae.train.averaging;

import io.sparkae.settings.Seeds;
import io.sparkae.train.replica.Minibatch;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.ReplicaPool;
import io.sparkae.train.replica.TrainingState;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockManagerId;
import scala.Function2;
import scala.collection.Iterator;

/**
 * What a worker does in one round: load the state, fit the next minibatches of its rows, give the state back. A pure
 * function of its components and the rows, so a task that is run again gives the same result.
 *
 * <p>A Scala function and no Java lambda: Spark reads and analyses the byte code around a lambda in every job, which
 * took 3 ms of a round.
 *
 * @param kind of replica to train
 * @param state to begin from
 * @param seed the configured seed
 * @param batchSize rows a minibatch
 * @param round within the epoch, counted from 0
 * @param firstBatch the first minibatch of this round
 * @param batches how many minibatches at most
 */
record RoundTask(
        ReplicaKind kind,
        Broadcast<TrainingState> state,
        long seed,
        int batchSize,
        int round,
        int firstBatch,
        int batches)
        implements Function2<TaskContext, Iterator<PartitionRows>, Contribution>, Serializable {

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
        TrainingState begin = state.value();
        Replica replica = ReplicaPool.borrow(kind);
        replica.load(begin);
        int[] order = RowOrder.of(rows.rows(), seed, begin.epoch(), partition);
        int atOnce = Math.min(batchSize, to - from);
        float[] minibatch = new float[Math.multiplyExact(atOnce, rows.features())];
        double lossSum = 0;
        int end = from;
        for (int start = from; start < to; start = end) {
            end = to - start > atOnce ? start + atOnce : to; // in this form nothing overflows
            rows.gather(order, start, end, minibatch);
            long noise = Seeds.of(seed, "train.noise", begin.epoch(), partition, start);
            double loss = replica.fit(Minibatch.of(minibatch, end - start, noise));
            if (!Double.isFinite(loss)) {
                return Contribution.diverged(partition, place(partition, rows, order, start, end, loss));
            }
            lossSum += loss * (end - start);
        }
        Contribution contribution = new Contribution(
                partition, executor(), to - from, lossSum, null, replica.parameters(), replica.updaterState());
        ReplicaPool.giveBack(kind, replica);
        return contribution;
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
}
