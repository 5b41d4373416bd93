package io.sparkae.train.stock;

import io.sparkae.counters.Counters;
import io.sparkae.model.Networks;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.averaging.DivergedException;
import io.sparkae.train.replica.NetworkReplica;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's own {@code ParameterAveragingTrainingMaster}, the baseline: an epoch is one round, in which it averages
 * internally, workers unweighted. It is configured for speed: minibatches built and cached beforehand, even partitions,
 * no repartitioning, updater state averaged. Its loss is the mean of each worker's last minibatch.
 */
public final class StockEngine implements AveragingEngine {
    private final JavaSparkContext spark;
    private final Plan plan;
    private final MultiLayerNetwork network;
    private final JavaRDD<DataSet> minibatches;
    private final int features;
    private final long rows;
    private final int iterationsPerEpoch;
    private final int batchSize;
    private final LongAccumulator rowsTrained;

    /**
     * Builds minibatches and caches them in the executors.
     *
     * @param plan of the epochs
     * @param kind of network, always trained by DL4J's step
     * @param blocks one partition per worker
     */
    public StockEngine(JavaSparkContext spark, Plan plan, ReplicaKind kind, JavaRDD<RowBlock> blocks) {
        this.spark = spark;
        this.plan = plan;
        this.network = Networks.initialised(MultiLayerConfiguration.fromJson(kind.configuration()));
        this.features = kind.features();
        this.rowsTrained = Counters.of(spark.sc()).count("train.rows");
        int most = plan.batchSize();
        this.minibatches = blocks.mapPartitions(own -> minibatches(own, most)).persist(StorageLevel.MEMORY_ONLY());
        List<Integer> counts =
                minibatches.mapPartitions(own -> count(own).iterator()).collect();
        this.rows = counts.stream().mapToLong(Integer::longValue).sum();
        int largest = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
        this.batchSize = Math.max(1, Math.min(most, largest)); // the master multiplies it, as an int
        this.iterationsPerEpoch = plan.batches(largest);
    }

    @Override
    public int rounds(int epoch) {
        return 1;
    }

    @Override
    public RoundResult run(TrainingState state, int round) {
        new NetworkReplica(network, features).load(state);
        int frequency = plan.frequency(state.epoch(), iterationsPerEpoch);
        ParameterAveragingTrainingMaster master = new ParameterAveragingTrainingMaster.Builder(
                        plan.workers(), batchSize)
                .batchSizePerWorker(batchSize)
                .averagingFrequency(frequency)
                .repartionData(Repartition.Never)
                .saveUpdater(true)
                .build();
        SparkDl4jMultiLayer onSpark = new SparkDl4jMultiLayer(spark, network, master);
        onSpark.fit(minibatches);
        double loss = onSpark.getScore();
        if (!Double.isFinite(loss)) {
            throw DivergedException.of("loss " + loss + " in epoch " + (state.epoch() + 1));
        }
        Replica trained = new NetworkReplica(onSpark.getNetwork(), features);
        TrainingState mean = new TrainingState(
                trained.parameters(), trained.updaterState(), state.iteration() + iterationsPerEpoch, state.epoch());
        rowsTrained.add(rows);
        return new RoundResult(mean, rows, loss * rows, new TreeMap<>());
    }

    @Override
    public void close() {
        minibatches.unpersist();
    }

    private static List<Integer> count(Iterator<DataSet> own) {
        int rows = 0;
        while (own.hasNext()) {
            rows += own.next().numExamples();
        }
        return List.of(rows);
    }

    private static Iterator<DataSet> minibatches(Iterator<RowBlock> blocks, int batchSize) {
        List<DataSet> minibatches = new ArrayList<>();
        float[] filling = {};
        int filled = 0;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            int width = block.width();
            for (int row = 0; row < block.rows(); row++) {
                filling = withRoom(filling, filled, block.rows() - row, batchSize, width);
                block.packed().copy(row * width, filling, filled * width, width);
                if (++filled == batchSize) {
                    minibatches.add(dataSet(filling, filled));
                    filled = 0;
                }
            }
            if (!blocks.hasNext() && filled > 0) {
                minibatches.add(dataSet(Arrays.copyOf(filling, filled * width), filled));
            }
        }
        return minibatches.iterator();
    }

    /** Grows the array for at least one more row, up to the rows available and the minibatch size. */
    private static float[] withRoom(float[] filling, int filled, int coming, int batchSize, int width) {
        if ((filled + 1L) * width <= filling.length) {
            return filling;
        }
        long rows = Math.min(batchSize, Math.max(2L * filled, (long) filled + coming));
        return Arrays.copyOf(filling, Math.toIntExact(rows * width));
    }

    private static DataSet dataSet(float[] values, int rows) {
        INDArray x = NativeArrays.matrix(values, rows, values.length / rows);
        return new DataSet(x, x);
    }
}
