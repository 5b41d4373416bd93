package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Corruption;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import io.sparkae.train.TrainingFixture;
import io.sparkae.train.averaging.RoundTask.Contribution;
import io.sparkae.train.replica.NetworkReplica;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.Replica.Kernel;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.transfer.PackedFloats;
import io.sparkae.train.transfer.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import scala.runtime.AbstractFunction2;

@ExtendWith(SharedSpark.class)
class ResidentEngineIT {

    @TempDir
    Path folder;

    private JavaSparkContext spark;

    @BeforeEach
    void context(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** The oracle is DL4J's own fit, on one machine, over the same minibatches. */
    @Test
    void oneWorkerEqualsAPlainFitLoopToTheBit() {
        MultiLayerConfiguration gelu =
                Rows.network(Optimizer.of(new Adam(0.01)), "model.activation=gelu"); // stepped through DL4J
        MultiLayerNetwork plain = plainFit(gelu);

        TrainingState trained =
                train(gelu, 3, 10, 4, List.of(Rows.block(0, 103))).state();

        assertArrayEquals(NativeArrays.get(plain.params()), trained.parameters());
        assertArrayEquals(NativeArrays.get(plain.getUpdater().getStateViewArray()), trained.updaterState());
        assertEquals(plain.getIterationCount(), trained.iteration());
    }

    @Test
    void oneWorkerOnKernelsEqualsAPlainFitLoopToRounding() {
        MultiLayerConfiguration relu = Rows.network(Optimizer.of(new Adam(0.01))); // KernelReplica
        MultiLayerNetwork plain = plainFit(relu);

        TrainingState trained =
                train(relu, 3, 10, 4, List.of(Rows.block(0, 103))).state();

        assertArrayEquals(NativeArrays.get(plain.params()), trained.parameters(), 1e-5f);
        assertArrayEquals(NativeArrays.get(plain.getUpdater().getStateViewArray()), trained.updaterState(), 1e-6f);
        assertEquals(plain.getIterationCount(), trained.iteration());
    }

    private static MultiLayerNetwork plainFit(MultiLayerConfiguration configuration) {
        int rows = 103;
        RowBlock all = Rows.block(0, rows);
        MultiLayerNetwork plain = Networks.initialised(configuration);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] order = RoundTask.epochOrder(rows, Rows.SEED, epoch, 0);
            for (int start = 0; start < rows; start += 10) {
                int end = Math.min(rows, start + 10);
                float[] batch = new float[(end - start) * Rows.FEATURES];
                for (int i = start; i < end; i++) {
                    System.arraycopy(
                            all.values(), order[i] * Rows.FEATURES, batch, (i - start) * Rows.FEATURES, Rows.FEATURES);
                }
                INDArray x = NativeArrays.matrix(batch, end - start, Rows.FEATURES);
                plain.fit(x, x);
            }
        }
        return plain;
    }

    @Test
    void workersAreWeightedByTheRowsTheySaw() {
        RowBlock large = Rows.block(0, 30);
        RowBlock small = Rows.block(30, 10);
        float[] first = afterOneFit(large);
        float[] second = afterOneFit(small);

        TrainingState averaged =
                train(new Sgd(0.5), 1, 30, 1, List.of(large, small)).state();

        for (int i = 0; i < first.length; i++) {
            assertEquals((30.0 * first[i] + 10.0 * second[i]) / 40, averaged.parameters()[i], 1e-6);
        }
    }

    @Test
    void manyWorkersGiveTheSameBitsEveryTime() {
        for (int workers : new int[] {2, 20}) { // 20 go through the tree
            List<RowBlock> blocks = new ArrayList<>();
            for (int p = 0; p < workers; p++) {
                blocks.add(Rows.block(p * 100L, 37 + p % 3));
            }
            float[] once = train(new Adam(0.01), 2, 8, 2, blocks).state().parameters();
            float[] again = train(new Adam(0.01), 2, 8, 2, blocks).state().parameters();

            assertArrayEquals(once, again);
        }
    }

    @Test
    void roundedStatesGiveTheSameBitsEveryTimeAndNearlyTheSameModel() {
        List<RowBlock> blocks =
                IntStream.range(0, 20).mapToObj(p -> Rows.block(p * 100L, 40)).toList();
        MultiLayerConfiguration network = Rows.network(Optimizer.of(new Adam(0.01)));
        String[] rounded = {"training.worker-batch-size=8", "training.epochs=6", "training.transfer=f8"};

        Progress once = fixture(network, blocks).train(rounded);
        Progress again = fixture(network, blocks).train(rounded);
        Progress exact = fixture(network, blocks).train("training.worker-batch-size=8", "training.epochs=6");

        assertArrayEquals(once.state().parameters(), again.state().parameters());
        assertArrayEquals(once.state().updaterState(), again.state().updaterState());
        assertArrayEquals(once.velocity(), again.velocity());
        assertFalse(Arrays.equals(once.state().parameters(), exact.state().parameters()));
        double loss = exact.lastEpoch().trainLoss();
        assertEquals(loss, once.lastEpoch().trainLoss(), 0.01 * loss);
    }

    @Test
    void oneWorkersStateIsNeverRounded() {
        MultiLayerConfiguration network = Rows.network(Optimizer.of(new Adam(0.01)));
        List<RowBlock> alone = List.of(Rows.block(0, 40));
        String[] pairs = {"training.workers=1", "training.epochs=2", "training.worker-batch-size=8"};

        Progress exact = fixture(network, alone).train(pairs);
        Progress asked = fixture(network, alone)
                .train(Stream.concat(Stream.of(pairs), Stream.of("training.transfer=f8"))
                        .toArray(String[]::new));

        assertArrayEquals(exact.state().parameters(), asked.state().parameters());
    }

    /** Updaters without state, with one and with two, trained in 8 bits by more workers than the tree's fan-in. */
    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adagrad", "adamax", "adadelta", "nadam"})
    void everyUpdaterTrainsInEightBits(String updater) {
        String[] pairs = {
            "training.updater=" + updater,
            "training.learning-rate=0.05",
            "training.transfer=f8",
            "training.workers=10",
            "training.worker-batch-size=8",
            "training.epochs=6"
        };
        List<RowBlock> blocks = IntStream.range(0, 10)
                .mapToObj(p -> Rows.block(p * 100L, p == 3 ? 0 : 30))
                .toList();

        Progress trained = fixture(Rows.network(pairs), blocks).train(pairs);

        assertTrue(trained.lastEpoch().trainLoss() < trained.history().get(0).trainLoss());
    }

    private TrainingFixture fixture(MultiLayerConfiguration network, List<RowBlock> partitions) {
        return new TrainingFixture(spark, network, rdd(partitions), folder);
    }

    @Test
    void theTreeAndAFlatSumAgree() {
        List<Contribution> contributions = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int p = 0; p < 150; p++) {
            float[] values = {random.nextInt(1000), random.nextInt(1000)}; // whole numbers add without rounding
            int rows = random.nextInt(5);
            contributions.add(new Contribution(
                    p,
                    rows,
                    p,
                    null,
                    new TreeMap<>(Map.of("e" + p % 3, (long) rows)),
                    new PackedFloats(values),
                    new PackedFloats(new float[] {p})));
        }
        StateSum flat = new StateSum();
        contributions.forEach(flat::add);

        StateSum tree =
                ContributionTree.sum(spark.parallelize(contributions, 150).rdd(), new TheOnlyOne(), Transfer.F32, 1);

        assertEquals(flat.rows(), tree.rows());
        assertEquals(flat.lossSum(), tree.lossSum());
        assertEquals(flat.rowsByExecutor(), tree.rowsByExecutor());
        assertArrayEquals(flat.meanParameters(), tree.meanParameters());
        assertArrayEquals(flat.meanUpdaterState(), tree.meanUpdaterState());
    }

    /** A task whose partition holds its contribution already. */
    private static final class TheOnlyOne
            extends AbstractFunction2<TaskContext, scala.collection.Iterator<Contribution>, Contribution>
            implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Contribution apply(TaskContext task, scala.collection.Iterator<Contribution> own) {
            return own.next();
        }
    }

    @Test
    void unevenAndEmptyPartitionsTrain() {
        List<RowBlock> blocks = List.of(Rows.block(0, 25), Rows.block(25, 0), Rows.block(25, 3));

        Progress result = train(new Adam(0.01), 2, 10, 2, blocks);

        assertEquals(2, result.lastEpoch().rounds());
        assertEquals(6, result.state().iteration());
        assertEquals(28, result.history().get(0).rows());
        assertTrue(result.history().get(1).trainLoss() < result.history().get(0).trainLoss());
    }

    @Test
    void oneRowTrains() {
        assertEquals(
                1,
                train(new Adam(0.01), 1, 10, 2, List.of(Rows.block(0, 1)))
                        .history()
                        .get(0)
                        .rows());
    }

    @Test
    void validationIsTheMeanLossOverHeldOutRows() {
        List<RowBlock> heldOut = List.of(Rows.block(500, 13), Rows.block(600, 8));
        MultiLayerConfiguration configuration = Rows.network(Optimizer.of(new Adam(0.01)));
        MultiLayerNetwork network = Networks.initialised(configuration);
        double expected = 0;
        for (RowBlock block : heldOut) {
            INDArray x = NativeArrays.matrix(block.values(), block.rows(), Rows.FEATURES);
            expected += network.score(new org.nd4j.linalg.dataset.DataSet(x, x)) * block.rows() / 21;
        }
        Replica untrained = new NetworkReplica(network, Rows.FEATURES);

        try (ValidationLoss loss = new ValidationLoss(spark, rdd(heldOut), false, kind(configuration.toJson()))) {
            assertEquals(
                    expected, loss.of(new TrainingState(untrained.parameters(), untrained.updaterState(), 0, 0)), 1e-6);
        }
    }

    @Test
    void withoutHeldOutRowsThereIsNoValidationLoss() {
        assertNull(train(new Adam(0.01), 1, 10, 1, List.of(Rows.block(0, 5)))
                .history()
                .get(0)
                .validationLoss());
    }

    @Test
    void divergenceStopsWithThePlaceAndAdvice() {
        float[] values = Rows.block(0, 20).values().clone();
        values[5 * Rows.FEATURES] = Float.NaN;
        RowBlock bad = new RowBlock(Rows.block(0, 20).ids(), new int[20], values, Rows.FEATURES);

        String message = assertThrows(
                        DivergedException.class,
                        () -> train(new Adam(0.01), 1, 20, 1, List.of(Rows.block(50, 20), bad)))
                .getMessage();
        assertTrue(
                message.startsWith("training diverged: loss NaN in epoch 1, round 1, partition 1, on the minibatch with"
                        + " row ids "),
                message);
        assertTrue(message.contains("try a smaller training.learning-rate"), message);
    }

    @Test
    void eachEpochTakesTheRowsInAnotherOrder() {
        int[] first = RoundTask.epochOrder(100, Rows.SEED, 0, 0);

        assertArrayEquals(first, RoundTask.epochOrder(100, Rows.SEED, 0, 0));
        assertFalse(Arrays.equals(first, RoundTask.epochOrder(100, Rows.SEED, 1, 0)));
        assertFalse(Arrays.equals(first, RoundTask.epochOrder(100, Rows.SEED, 0, 1)));
        assertEquals(100, Arrays.stream(first).distinct().count());
    }

    private float[] afterOneFit(RowBlock block) {
        MultiLayerNetwork network = Networks.initialised(Rows.network(Optimizer.of(new Sgd(0.5))));
        float[] shuffled = new float[block.values().length];
        int partition = block.ids()[0] == 0 ? 0 : 1;
        int[] order = RoundTask.epochOrder(block.rows(), Rows.SEED, 0, partition);
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(block.values(), order[i] * Rows.FEATURES, shuffled, i * Rows.FEATURES, Rows.FEATURES);
        }
        INDArray x = NativeArrays.matrix(shuffled, block.rows(), Rows.FEATURES);
        network.fit(x, x);
        return NativeArrays.get(network.params());
    }

    @Test
    void aMinibatchLargerThanTheRowsIsAllOfThem() {
        List<RowBlock> partitions = List.of(Rows.block(0, 20), Rows.block(20, 20));

        Progress all = train(new Adam(0.01), 3, 20, 2, partitions);
        Progress more = train(new Adam(0.01), 3, Integer.MAX_VALUE, 2, partitions);

        assertEquals(1, more.lastEpoch().rounds());
        assertEquals(40, more.lastEpoch().rows());
        assertArrayEquals(all.state().parameters(), more.state().parameters());
    }

    private Progress train(IUpdater updater, int epochs, int batchSize, int frequency, List<RowBlock> partitions) {
        return train(Rows.network(Optimizer.of(updater)), epochs, batchSize, frequency, partitions);
    }

    private Progress train(
            MultiLayerConfiguration configuration,
            int epochs,
            int batchSize,
            int frequency,
            List<RowBlock> partitions) {
        return new TrainingFixture(spark, configuration, rdd(partitions), folder)
                .train(
                        "training.epochs=" + epochs,
                        "training.worker-batch-size=" + batchSize,
                        "training.averaging-frequency=" + frequency,
                        "training.averagings-per-epoch=1",
                        "training.averaging-method=mean");
    }

    private JavaRDD<RowBlock> rdd(List<RowBlock> partitions) {
        return spark.parallelize(partitions, partitions.size());
    }

    private static ReplicaKind kind(String json) {
        return new ReplicaKind(json, Rows.FEATURES, Kernel.AUTO, Corruption.NONE);
    }
}
