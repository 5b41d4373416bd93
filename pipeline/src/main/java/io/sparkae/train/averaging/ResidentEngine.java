package io.sparkae.train.averaging;

import io.sparkae.counters.Counters;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.ReplicaPool;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.transfer.Transfer;
import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Synchronous parameter averaging over rows cached in executors (McDonald, Hall and Mann, "Distributed
 * Training Strategies for the Structured Perceptron", NAACL 2010, "iterative parameter mixing", with a round shorter
 * than an epoch). In each round every worker works on its next τ minibatches from the same state; the result is the mean,
 * weighted by rows, of what the workers return by the averaging method.
 */
public final class ResidentEngine implements AveragingEngine {
    /** Most worker states that the driver or a task holds at a time. */
    public static final int MOST_STATES = ContributionTree.FAN_IN;

    /** Heap that Spark manages, which is what is beyond this many bytes, times {@code spark.memory.fraction}, 0.6 by default. */
    private static final long HEAP_BESIDES_SPARK = 300L << 20;

    /** Of that, workers keep rows in the half that no task takes away ({@code spark.memory.storageFraction}). */
    private static final double HEAP_FOR_ROWS = 0.6 * 0.5;

    private final JavaSparkContext spark;
    private final Plan plan;
    private final ReplicaKind kind;
    private final JavaRDD<PartitionRows> rows;
    private final int batchesPerEpoch;
    private final boolean files;
    private final LongAccumulator rowsTrained;

    /**
     * Packs the rows and caches them in the executors.
     *
     * @param plan of the rounds
     * @param kind of replica to train
     * @param blocks one partition per worker
     */
    public ResidentEngine(JavaSparkContext spark, Plan plan, ReplicaKind kind, JavaRDD<RowBlock> blocks) {
        this.spark = spark;
        this.plan = plan;
        this.kind = kind;
        rowsTrained = Counters.of(spark.sc()).count("train.rows");
        int workersOfAHeap = workersOfAHeap(spark, blocks.getNumPartitions());
        // Not on Spark's disk: rows in files of a worker's own stay there, and are read from the dataset if they get
        // lost.
        rows = blocks.mapPartitions(own -> PartitionRows.pack(own, heapForRows() / workersOfAHeap, localFolder()))
                .persist(StorageLevel.MEMORY_ONLY());
        List<Packed> packed =
                rows.map(own -> new Packed(own.rows(), own.hasFile())).collect();
        batchesPerEpoch =
                plan.batches(packed.stream().mapToInt(Packed::rows).max().orElse(0));
        files = packed.stream().anyMatch(Packed::file);
    }

    /**
     * A worker's rows.
     *
     * @param rows number of them
     * @param file whether some are in a file
     */
    private record Packed(int rows, boolean file) implements Serializable {}

    private static long heapForRows() {
        return (long) (Math.max(0, Runtime.getRuntime().maxMemory() - HEAP_BESIDES_SPARK) * HEAP_FOR_ROWS);
    }

    /** One of the folders that {@code spark.local.dir} or the cluster gives an executor. */
    private static Path localFolder() {
        File[] folders = SparkEnv.get().blockManager().diskBlockManager().localDirs();
        return folders[TaskContext.getPartitionId() % folders.length].toPath();
    }

    /** Workers whose rows one executor keeps, if they are spread evenly. */
    private static int workersOfAHeap(JavaSparkContext spark, int workers) {
        int executors = spark.isLocal()
                ? 1
                : Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
        return Math.max(1, (workers + executors - 1) / executors);
    }

    @Override
    public int rounds(int epoch) {
        return plan.rounds(epoch, batchesPerEpoch);
    }

    @Override
    public RoundResult run(TrainingState state, int round) {
        int frequency = plan.frequency(state.epoch(), batchesPerEpoch);
        int first = round * frequency;
        int batches = Math.min(frequency, batchesPerEpoch - first);
        Transfer transfer = plan.transfer();
        long roundSeed = Seeds.of(plan.seed(), "train.round", state.epoch(), round);
        Broadcast<TrainingState> shared = spark.broadcast(new TrainingState(
                transfer.parameters(state.parameters(), Seeds.of(roundSeed, "train.transfer.parameters")),
                transfer.other(
                        plan.method().workersHaveUpdaters() ? state.updaterState() : new float[0],
                        Seeds.of(roundSeed, "train.transfer.updater")),
                state.iteration(),
                state.epoch()));
        try {
            RoundTask task = new RoundTask(
                    kind, plan.method(), transfer, shared, plan.seed(), plan.batchSize(), round, first, batches);
            StateSum sum = ContributionTree.sum(rows.rdd(), task, transfer, roundSeed);
            if (sum.divergence() != null) {
                throw DivergedException.of(sum.divergence());
            }
            TrainingState mean = new TrainingState(
                    parameters(state, sum), sum.meanUpdaterState(), state.iteration() + batches, state.epoch());
            rowsTrained.add(sum.rows()); // not in tasks, which would cost 0.2 ms per round
            return new RoundResult(mean, sum.rows(), sum.lossSum(), sum.rowsByExecutor());
        } finally {
            shared.destroy();
        }
    }

    /** The mean change is added to the driver's own parameters, which were never rounded. */
    private float[] parameters(TrainingState state, StateSum sum) {
        float[] mean = sum.meanParameters();
        if (plan.transfer().isRounded() && plan.method().workersGiveParameters()) {
            float[] before = state.parameters();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += before[i];
            }
        }
        return mean;
    }

    @Override
    public void close() {
        if (files && !spark.sc().isStopped()) { // their room on the disk is free at once
            rows.foreach(PartitionRows::close);
        }
        rows.unpersist();
        ReplicaPool.release(kind);
    }
}
