package io.sparkae.train;

import io.sparkae.dataset.RowBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Synchronous parameter averaging over rows that stay in their executors (McDonald, Hall and Mann, "Distributed
 * Training Strategies for the Structured Perceptron", NAACL 2010, "iterative parameter mixing", with a round shorter
 * than an epoch). In each round every worker fits the next τ minibatches from the same state; the next state is the
 * mean of theirs, weighted by rows, updater state included.
 */
final class ResidentTrainer {
    private final JavaSparkContext spark;
    private final TrainingSettings settings;
    private final String configuration;
    private final ValidationLoss validation;
    private final TrainingListener listener;

    ResidentTrainer(
            JavaSparkContext spark,
            TrainingSettings settings,
            String configuration,
            ValidationLoss validation,
            TrainingListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.configuration = configuration;
        this.validation = validation;
        this.listener = listener;
    }

    /** A trained state and how it came about. */
    record Result(TrainingState state, List<EpochRecord> history, int roundsPerEpoch) {}

    /** @param blocks one partition a worker */
    Result train(JavaRDD<RowBlock> blocks, TrainingState initial) {
        JavaRDD<PartitionRows> rows = blocks.mapPartitions(PartitionRows::pack).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            int largest = rows.map(PartitionRows::rows).reduce(Math::max);
            return train(rows, initial, batches(largest));
        } finally {
            rows.unpersist();
            ReplicaPool.release(configuration);
        }
    }

    private Result train(JavaRDD<PartitionRows> rows, TrainingState initial, int batchesPerEpoch) {
        int frequency = settings.averagingFrequency();
        int rounds = (batchesPerEpoch + frequency - 1) / frequency;
        List<EpochRecord> history = new ArrayList<>();
        TrainingState state = initial;
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            long started = System.nanoTime();
            double lossSum = 0;
            long seen = 0;
            for (int round = 0; round < rounds; round++) {
                int first = round * frequency;
                int batches = Math.min(frequency, batchesPerEpoch - first);
                StateSum sum = round(
                        rows,
                        state,
                        new RoundTask(
                                configuration, settings.seed(), settings.batchSize(), epoch, round, first, batches));
                state = new TrainingState(
                        sum.meanParameters(), sum.meanUpdaterState(), state.iteration() + batches, epoch);
                lossSum += sum.lossSum();
                seen += sum.rows();
                listener.roundEnded(epoch * rounds + round + 1, settings.epochs() * rounds, sum.lossSum() / sum.rows());
            }
            state = new TrainingState(state.parameters(), state.updaterState(), state.iteration(), epoch + 1);
            Double validationLoss = validation.of(state);
            double seconds = (System.nanoTime() - started) / 1e9;
            EpochRecord record = new EpochRecord(epoch + 1, lossSum / seen, validationLoss, seconds, seen);
            history.add(record);
            listener.epochEnded(record, settings.epochs());
        }
        return new Result(state, history, rounds);
    }

    private StateSum round(JavaRDD<PartitionRows> rows, TrainingState state, RoundTask task) {
        Broadcast<TrainingState> shared = spark.broadcast(state);
        try {
            return ContributionTree.sum(
                    rows.mapPartitionsWithIndex((p, own) -> task.run(p, own, shared.value()), true));
        } finally {
            shared.destroy();
        }
    }

    private int batches(int rows) {
        return (rows + settings.batchSize() - 1) / settings.batchSize();
    }
}
