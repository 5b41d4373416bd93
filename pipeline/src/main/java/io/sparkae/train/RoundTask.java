package io.sparkae.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/**
 * What a worker does in one round: load the state, fit the next minibatches of its rows, give the state back. A pure
 * function of its components, the state and the rows, so a task that is run again gives the same result.
 *
 * @param configuration the network's, as JSON
 * @param seed the configured seed
 * @param batchSize rows a minibatch
 * @param epoch counted from 0
 * @param round within the epoch, counted from 0
 * @param firstBatch the first minibatch of this round
 * @param batches how many minibatches at most
 */
record RoundTask(String configuration, long seed, int batchSize, int epoch, int round, int firstBatch, int batches)
        implements Serializable {

    Iterator<Contribution> run(int partition, Iterator<PartitionRows> partitionRows, TrainingState state) {
        PartitionRows rows = partitionRows.next();
        int from = Math.min(rows.rows(), firstBatch * batchSize);
        int to = (int) Math.min(rows.rows(), (long) (firstBatch + batches) * batchSize);
        if (from == to) {
            return List.of(new Contribution(partition, 0, 0, new float[0], new float[0]))
                    .iterator();
        }
        Replica replica = ReplicaPool.borrow(configuration);
        replica.load(state);
        int[] order = RowOrder.of(rows.rows(), seed, epoch, partition);
        float[] minibatch = new float[Math.min(batchSize, to - from) * rows.features()];
        double lossSum = 0;
        for (int start = from; start < to; start += batchSize) {
            int end = Math.min(to, start + batchSize);
            rows.gather(order, start, end, minibatch);
            double loss = replica.fit(minibatch, end - start);
            if (!Double.isFinite(loss)) {
                throw diverged(partition, rows, order, start, end, loss);
            }
            lossSum += loss * (end - start);
        }
        Contribution contribution =
                new Contribution(partition, to - from, lossSum, replica.parameters(), replica.updaterState());
        ReplicaPool.giveBack(configuration, replica);
        return List.of(contribution).iterator();
    }

    private DivergedException diverged(
            int partition, PartitionRows rows, int[] order, int start, int end, double loss) {
        StringBuilder ids = new StringBuilder();
        for (int i = start; i < Math.min(end, start + 5); i++) {
            ids.append(i == start ? "" : ", ").append(rows.id(order[i]));
        }
        return new DivergedException("training diverged: loss " + loss + " in epoch " + (epoch + 1) + ", round "
                + (round + 1) + ", partition " + partition + ", on the minibatch with row ids " + ids
                + (end - start > 5 ? ", …" : "")
                + "; try a smaller training.learning-rate or training.averaging-frequency");
    }
}
