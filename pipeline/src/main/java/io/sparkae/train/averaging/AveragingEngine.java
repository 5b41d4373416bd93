package io.sparkae.train.averaging;

import io.sparkae.rows.RowBlock;
import io.sparkae.train.DivergedException;
import io.sparkae.train.TrainingSettings;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.stock.StockEngine;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains round by round. Close it to release what it keeps in the executors. */
public interface AveragingEngine extends AutoCloseable {
    /**
     * The configured engine, its rows in place.
     *
     * @param kind of replica to train
     * @param blocks one partition a worker
     */
    static AveragingEngine of(
            JavaSparkContext spark, TrainingSettings settings, ReplicaKind kind, JavaRDD<RowBlock> blocks) {
        return switch (settings.master()) {
            case RESIDENT -> new ResidentEngine(spark, settings, kind, blocks);
            case DL4J -> new StockEngine(spark, settings, kind, blocks);
        };
    }

    /**
     * How many rounds an epoch takes.
     *
     * @param epoch counted from 0
     */
    int rounds(int epoch);

    /**
     * Does one round from a state; a pure function of state and round.
     *
     * @param state its epoch is the one the round belongs to
     * @param round within the epoch, counted from 0
     * @throws DivergedException if a loss is not finite
     */
    RoundResult run(TrainingState state, int round);

    @Override
    void close();
}
