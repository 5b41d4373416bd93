package io.sparkae.train.averaging;

import io.sparkae.rows.RowBlock;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.ReplicaPool;
import io.sparkae.train.replica.TrainingState;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** The loss on validation rows, computed in the executors that cache them. Close it to release the rows. */
public final class ValidationLoss implements AutoCloseable {
    private final JavaSparkContext spark;
    private final JavaRDD<RowBlock> rows;
    private final boolean empty;
    private final ReplicaKind kind;

    public ValidationLoss(JavaSparkContext spark, JavaRDD<RowBlock> rows, boolean empty, ReplicaKind kind) {
        this.spark = spark;
        this.rows = rows.persist(StorageLevel.MEMORY_AND_DISK());
        this.empty = empty;
        this.kind = kind;
    }

    /** Mean loss per pixel of a state, penalties included; null if there are no rows. */
    public Double of(TrainingState state) {
        if (empty) {
            return null;
        }
        ReplicaKind replica = kind;
        Broadcast<TrainingState> shared =
                spark.broadcast(new TrainingState(state.parameters(), new float[0], state.iteration(), state.epoch()));
        try {
            double sum = 0;
            long count = 0;
            for (LossSum part :
                    rows.mapPartitions(own -> sum(own, replica, shared.value())).collect()) {
                sum += part.loss();
                count += part.rows();
            }
            return sum / count;
        } finally {
            shared.destroy();
        }
    }

    @Override
    public void close() {
        rows.unpersist();
    }

    private record LossSum(double loss, long rows) implements Serializable {}

    private static Iterator<LossSum> sum(Iterator<RowBlock> blocks, ReplicaKind kind, TrainingState state) {
        Replica replica = ReplicaPool.borrow(kind);
        replica.load(state);
        double loss = 0;
        long rows = 0;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            loss += replica.lossSum(block.values(), block.rows());
            rows += block.rows();
        }
        ReplicaPool.giveBack(kind, replica);
        return List.of(new LossSum(loss, rows)).iterator();
    }
}
