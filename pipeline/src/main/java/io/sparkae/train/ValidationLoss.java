package io.sparkae.train;

import io.sparkae.dataset.RowBlock;
import io.sparkae.model.Loss;
import io.sparkae.model.ReconstructionSum;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** The loss on rows that training does not see, computed where they are. Close it to release them. */
final class ValidationLoss implements AutoCloseable {
    private final JavaSparkContext spark;
    private final JavaRDD<RowBlock> rows;
    private final boolean empty;
    private final ReplicaKind kind;
    private final Loss loss;

    ValidationLoss(JavaSparkContext spark, JavaRDD<RowBlock> rows, boolean empty, ReplicaKind kind, Loss loss) {
        this.spark = spark;
        this.rows = rows.persist(StorageLevel.MEMORY_AND_DISK());
        this.empty = empty;
        this.kind = kind;
        this.loss = loss;
    }

    /** Mean per pixel under a state; null if there are no rows. */
    Double of(TrainingState state) {
        if (empty) {
            return null;
        }
        ReplicaKind replica = kind;
        Broadcast<TrainingState> shared = spark.broadcast(state);
        try {
            ReconstructionSum total = ReconstructionSum.ZERO;
            for (ReconstructionSum part :
                    rows.mapPartitions(own -> sum(own, replica, shared.value())).collect()) {
                total = total.plus(part);
            }
            Double mean = total.mean(loss);
            if (mean == null) {
                throw new IllegalStateException("reconstructions of validation rows are not in [0, 1]");
            }
            return mean;
        } finally {
            shared.destroy();
        }
    }

    @Override
    public void close() {
        rows.unpersist();
    }

    private static Iterator<ReconstructionSum> sum(Iterator<RowBlock> rows, ReplicaKind kind, TrainingState state) {
        Replica replica = ReplicaPool.borrow(kind);
        replica.load(state);
        ReconstructionSum sum = ReconstructionSum.ZERO;
        while (rows.hasNext()) {
            RowBlock block = rows.next();
            sum = sum.plus(ReconstructionSum.of(block.values(), replica.reconstruct(block.values(), block.rows())));
        }
        ReplicaPool.giveBack(kind, replica);
        return List.of(sum).iterator();
    }
}
