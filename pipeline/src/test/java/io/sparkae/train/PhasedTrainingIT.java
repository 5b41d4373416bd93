package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Corruption;
import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Phase.NetworkPlan;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole models as the stage trains them, in one phase or several. */
@ExtendWith(SharedSpark.class)
class PhasedTrainingIT {
    private static final String[] LAYERWISE = {
        "training.layerwise=true",
        "training.fine-tuning-epochs=2",
        "training.epochs=3",
        "training.worker-batch-size=8",
        "training.learning-rate=0.01"
    };
    private static final ModelSettings STACK =
            Fixtures.model("model.hidden=[7]", "model.code=3", "model.activation=elu");

    @TempDir
    Path folder;

    private JavaSparkContext spark;
    private JavaRDD<RowBlock> rows;

    @BeforeEach
    void rows(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        rows = spark.parallelize(List.of(Rows.block(0, 41), Rows.block(41, 37)), 2);
    }

    @Test
    void layersOutsideTheOneThatIsTrainedAreUnchangedToTheBit() throws IOException {
        NetworkPlan plan = plan(STACK, new InputShape(3, 4), LAYERWISE);
        List<Phase> phases = Phase.of(plan, plan.training());
        MultiLayerNetwork first = Networks.initialised(plan.configuration());
        MultiLayerNetwork second = Networks.initialised(plan.configuration());
        assertEquals(
                List.of("12-7-12", "7-3-7", "whole"),
                phases.stream().map(Phase::name).toList());

        training(plan, "first").run(phases.subList(0, 1), first, Optional.empty());
        Progress end = training(plan, "second").run(phases.subList(0, 2), second, Optional.empty());

        for (String outside : List.of("0_W", "0_b", "3_W", "3_b")) {
            assertArrayEquals(values(first, outside), values(second, outside), outside);
        }
        for (String inside : List.of("1_W", "2_W")) {
            assertFalse(Arrays.equals(values(first, inside), values(second, inside)), inside);
        }
        assertEquals(
                List.of("12-7-12", "12-7-12", "12-7-12", "7-3-7", "7-3-7", "7-3-7"),
                end.allEpochs().stream().map(EpochRecord::phase).toList());
        double begin = end.history().get(0).trainLoss();
        assertTrue(end.lastEpoch().trainLoss() < begin, end.history().toString());
    }

    @Test
    void aTrainingInSeveralPhasesResumesInAnyOfThem() throws IOException {
        NetworkPlan plan = plan(STACK, new InputShape(3, 4), LAYERWISE);
        List<Phase> phases = Phase.of(plan, plan.training());
        MultiLayerNetwork undisturbed = Networks.initialised(plan.configuration());
        training(plan, "undisturbed").run(phases, undisturbed, Optional.empty());
        for (int fatal = 1; fatal < 8; fatal++) {
            String name = "after" + fatal;
            int last = fatal;
            PhasedTraining dying = training(plan, name, new TrainingListener() {
                private int epochs;

                @Override
                public void roundEnded(int epoch, int rounds, int allRounds, long rowCount, double loss) {
                    if (rounds == allRounds && ++epochs > last) {
                        throw new IllegalStateException("killed");
                    }
                }
            });
            assertThrows(
                    IllegalStateException.class,
                    () -> dying.run(phases, Networks.initialised(plan.configuration()), Optional.empty()));

            MultiLayerNetwork resumed = Networks.initialised(plan.configuration());
            Progress found = checkpoints(name)
                    .newest((file, why) -> {}, PhasedTraining.checkpoints(phases, resumed, plan.training()))
                    .orElseThrow()
                    .progress();
            Progress end = training(plan, name).run(phases, resumed, Optional.of(found));

            assertArrayEquals(
                    NativeArrays.get(undisturbed.params()),
                    NativeArrays.get(resumed.params()),
                    "killed after " + fatal);
            assertEquals(8, end.allEpochs().size());
        }
    }

    /** Theory: a linear autoencoder learns the subspace of the principal components (Baldi and Hornik 1989). */
    @Test
    void aLinearAutoencoderFindsThePlaneOfThePrincipalComponents() throws IOException {
        ModelSettings linear = Fixtures.model(
                "model.hidden=[]",
                "model.code=2",
                "model.code-activation=identity",
                "model.output-activation=identity",
                "model.loss=mse");
        NetworkPlan plan = plan(
                linear,
                new InputShape(1, 3),
                "training.epochs=100",
                "training.worker-batch-size=100",
                "training.learning-rate=0.01");
        JavaRDD<RowBlock> points = spark.parallelize(List.of(points(1), points(2)), 2);
        rows = points.flatMap(block -> Collections.nCopies(20, block).iterator()); // 20 steps an epoch
        MultiLayerNetwork network = Networks.initialised(plan.configuration());

        training(plan, "linear").run(Phase.of(plan, plan.training()), network, Optional.empty());

        INDArray decoder = network.getParam("1_W"); // [2, 3]
        double[] normal = cross(row(decoder, 0), row(decoder, 1));
        List<double[]> components = PrincipalComponents.of(points, 2).components();
        double[] expected = cross(components.get(0), components.get(1));
        double cosine = Math.abs(dot(normal, expected)) / Math.sqrt(dot(normal, normal) * dot(expected, expected));
        double degrees = Math.toDegrees(Math.acos(Math.min(1, cosine)));
        assertTrue(degrees < 1, degrees + " degrees apart");
    }

    private NetworkPlan plan(ModelSettings model, InputShape input, String... pairs) {
        String[] all = Stream.concat(Stream.of(pairs), Stream.of("training.averaging-frequency=2"))
                .toArray(String[]::new);
        return new NetworkPlan(model, input, TrainingFixture.settings(all));
    }

    private PhasedTraining training(NetworkPlan plan, String name) throws IOException {
        return training(plan, name, TrainingListener.NONE);
    }

    private PhasedTraining training(NetworkPlan plan, String name, TrainingListener listener) throws IOException {
        return new PhasedTraining(
                spark,
                plan.training(),
                Corruption.NONE,
                rows,
                rows,
                true,
                new CheckpointFolder.Schedule(
                        checkpoints(name),
                        new CheckpointSettings(1, 0, 2),
                        System::nanoTime,
                        listener::checkpointTaken),
                listener);
    }

    private CheckpointFolder checkpoints(String name) throws IOException {
        FileSystem fs = FileSystem.getLocal(new Configuration()).getRawFileSystem();
        return new CheckpointFolder(
                fs, new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), "test");
    }

    private static RowBlock points(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[300];
        for (int i = 0; i < 100; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            values[3 * i] = (float) (0.5 + 0.2 * a);
            values[3 * i + 1] = (float) (0.5 + 0.1 * b);
            values[3 * i + 2] = (float) (0.5 + 0.06 * a - 0.05 * b + 0.01 * random.nextGaussian());
        }
        long[] ids = new long[100];
        Arrays.setAll(ids, i -> seed * 100 + i);
        return new RowBlock(ids, new int[100], values, 3);
    }

    private static float[] values(MultiLayerNetwork network, String name) {
        return NativeArrays.get(network.getParam(name));
    }

    private static double[] row(INDArray matrix, int row) {
        return matrix.getRow(row).toDoubleVector();
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
