package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Corruption;
import io.sparkae.model.Family;
import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Phase.NetworkPlan;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** Training without a run folder. */
@ExtendWith(SharedSpark.class)
class TrainerIT {
    private static final ModelSettings MODEL = Fixtures.model("model.hidden=[7]", "model.code=3");
    private static final TrainingSettings TRAINING =
            TrainingSettings.defaults().withWorkers(2).withEpochs(2).withWorkerBatchSize(8);

    private SparkSession session;
    private JavaSparkContext spark;

    @BeforeEach
    void session(SparkSession shared) {
        session = shared;
        spark = JavaSparkContext.fromSparkContext(shared.sparkContext());
    }

    /** A model's file keeps its updater, so a schedule has to come through JSON; kernels need it the same in all layers. */
    @Test
    void aWarmUpTrainsByKernelsAndComesBackFromTheFile(@TempDir Path folder) throws IOException {
        TrainingSettings warming =
                TRAINING.withOptimizer(TRAINING.optimizer().withWarmUp(5)).withEpochs(3);
        JavaRDD<RowBlock> even = spark.parallelize(List.of(part(0, 35), part(35, 70)), 2);

        Trainer.Trained trained = new Trainer(session, MODEL, warming).fit(even);

        assertEquals("kernels", trained.step());
        assertTrue(
                trained.history().get(2).trainLoss() < trained.history().get(0).trainLoss());
        FileSystem fs = FileSystem.getLocal(new Configuration());
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(folder.toUri().getPath(), "model.zip");
        trained.model().save(fs, file);
        assertArrayEquals(
                trained.model().encode(part(0, 35).values(), 35),
                TrainedAutoencoder.load(fs, file).encode(part(0, 35).values(), 35));
    }

    @Test
    void gradientsCannotBeAveragedWithoutKernels() {
        TrainingSettings gradients =
                TRAINING.withAveraging(TRAINING.averaging().withMethod(AveragingMethod.Kind.GRADIENT, 0, 1));

        String message = assertThrows(SettingsException.class, () -> new Trainer(
                                session,
                                MODEL.withActivations(
                                        Activation.GELU, MODEL.codeActivation(), MODEL.outputActivation()),
                                gradients)
                        .fit(spark.parallelize(List.of(part(0, 35), part(35, 70)), 2)))
                .getMessage();

        assertTrue(message.contains("training.averaging-method: expected mean, slowmo or diloco"), message);
        assertTrue(message.contains("no kernel"), message);
    }

    /** θ and Adam's 2·θ, there and back; rounded, θ goes out in two bytes, and each 256 values have an exponent. */
    @Test
    void bytesOfARoundAreWhatTravels() {
        JavaRDD<RowBlock> even = spark.parallelize(List.of(part(0, 35), part(35, 70)), 2);
        long parameters = trainer().fit(even).parameters();
        assertEquals(2 * 7 * Rows.FEATURES + 7 + 2 * 7 * 3 + 3 + 7 + Rows.FEATURES, parameters);
        long exponents = 2 * ((parameters + 255) / 256) + 2 * ((2 * parameters + 255) / 256);

        assertEquals(24 * parameters, bytes(AveragingMethod.Kind.SLOWMO, Transfer.F32, even));
        assertEquals(7 * parameters + exponents, bytes(AveragingMethod.Kind.MEAN, Transfer.F8, even));
        assertEquals(8 * parameters, bytes(AveragingMethod.Kind.GRADIENT, Transfer.F32, even));
    }

    private long bytes(AveragingMethod.Kind method, Transfer transfer, JavaRDD<RowBlock> rows) {
        TrainingSettings settings = TRAINING.withEpochs(1)
                .withAveraging(TRAINING.averaging().withMethod(method, 0, 1).withTransfer(transfer));
        return new Trainer(session, MODEL, settings).fit(rows).bytesPerRound();
    }

    /** The phases that the stage runs, on the partitions that it makes of a dataset: even, in order. */
    @Test
    void equalsTheStagesTrainingToTheBit() {
        NetworkPlan plan = new NetworkPlan(MODEL, new InputShape(1, Rows.FEATURES), TRAINING);
        MultiLayerNetwork network = Networks.initialised(plan.configuration());
        JavaRDD<RowBlock> even = spark.parallelize(List.of(part(0, 35), part(35, 70)), 2);
        new PhasedTraining(
                        spark,
                        TRAINING,
                        Corruption.NONE,
                        even,
                        even,
                        true,
                        CheckpointFolder.Schedule.never(),
                        TrainingListener.NONE)
                .run(Phase.of(plan, TRAINING), network, Optional.empty());
        float[] expected = NativeArrays.get(network.params());

        assertArrayEquals(expected, parameters(trainer().fit(even)));
        JavaRDD<RowBlock> uneven = spark.parallelize(List.of(part(0, 3), part(3, 50), part(50, 70)), 3);
        assertArrayEquals(expected, parameters(trainer().fit(uneven)));
        Dataset<Row> arrays = frame(DataTypes.createArrayType(DataTypes.FloatType));
        assertArrayEquals(expected, parameters(trainer().fit(arrays, "x")));
        assertArrayEquals(expected, parameters(trainer().fit(frame(SQLDataTypes.VectorType()), "x")));
    }

    @Test
    void theTrainedModelAppliesToRows() {
        Trainer.Trained trained = trainer()
                .validation(spark.parallelize(List.of(Rows.block(500, 9)), 1))
                .fit(spark.parallelize(List.of(Rows.block(0, 70)), 1));

        assertEquals(70 * 3, trained.model().encode(Rows.block(0, 70).values(), 70).length);
        assertEquals("none", trained.model().format().scaling().kind());
        assertEquals(2, trained.history().size());
        assertTrue(trained.history().get(0).validationLoss() > 0);
        assertEquals("kernels", trained.step());
    }

    @Test
    void aFallbackToDl4jIsNamed() {
        Trainer.Trained trained = new Trainer(
                        session, Fixtures.model("model.hidden=[7]", "model.code=3", "model.activation=gelu"), TRAINING)
                .fit(spark.parallelize(List.of(Rows.block(0, 20)), 1));

        assertTrue(trained.step().startsWith("dl4j (no kernel for activation gelu"), trained.step());
    }

    @Test
    void principalComponentsAreFitToo() {
        Trainer.Trained trained = new Trainer(session, Fixtures.model("model.family=pca", "model.code=3"), TRAINING)
                .fit(spark.parallelize(List.of(Rows.block(0, 70)), 1));

        assertEquals(0, trained.history().size());
        assertEquals(3, trained.model().codeDimension());
    }

    @Test
    void settingsBuiltInJavaAreCompletedAndChecked() {
        ModelSettings defaults = ModelSettings.defaults().withCode(3);
        Trainer.Trained components = new Trainer(session, defaults.withFamily(Family.of("pca")), TRAINING)
                .fit(spark.parallelize(List.of(Rows.block(0, 70)), 1));

        assertEquals(0, components.history().size());
        assertEquals(
                "model.hidden: expected [], since model.family = contractive penalises the Jacobian of one layer,"
                        + " found [128]",
                assertThrows(
                                SettingsException.class,
                                () -> new Trainer(session, defaults.withFamily(Family.of("contractive")), TRAINING))
                        .getMessage());
    }

    @Test
    void validationRowsOutsideTheUnitIntervalAreRefused() {
        float[] large = Rows.block(0, 4).values().clone();
        large[0] = 7;
        RowBlock outside = new RowBlock(new long[4], new int[4], large, Rows.FEATURES);
        Trainer trainer = trainer().validation(spark.parallelize(List.of(outside), 1));

        String message = assertThrows(
                        SettingsException.class, () -> trainer.fit(spark.parallelize(List.of(Rows.block(0, 20)), 1)))
                .getMessage();

        assertTrue(message.contains("the rows' features go from 0"), message);
    }

    @Test
    void rowsThatCannotBeFittedAreRefused() {
        float[] bad = Rows.block(0, 4).values().clone();
        bad[15] = Float.NaN;
        RowBlock nan = new RowBlock(new long[] {7, 8, 9, 10}, new int[4], bad, Rows.FEATURES);
        RowBlock narrow = new RowBlock(new long[2], new int[2], new float[6], 3);

        assertEquals("row 8: expected finite values, found NaN", refusal(List.of(nan)));
        assertEquals("rows: expected 12 values each, found 3", refusal(List.of(Rows.block(0, 4), narrow)));
        assertEquals("training: expected rows, found none", refusal(List.of()));
        String type = assertThrows(IllegalArgumentException.class, () -> trainer()
                        .fit(session.range(3).toDF("x"), "x"))
                .getMessage();
        assertEquals("column x: expected an array of numbers or a vector, found bigint", type);
    }

    private String refusal(List<RowBlock> blocks) {
        return assertThrows(IllegalArgumentException.class, () -> trainer().fit(spark.parallelize(blocks, 1)))
                .getMessage();
    }

    private Trainer trainer() {
        return new Trainer(session, MODEL, TRAINING);
    }

    private static float[] parameters(Trainer.Trained trained) {
        return NativeArrays.get(trained.model().network().params());
    }

    /** Some of 70 rows. */
    private static RowBlock part(int from, int to) {
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        return Rows.block(0, 70).select(rows);
    }

    private Dataset<Row> frame(DataType type) {
        List<Row> rows = new ArrayList<>();
        RowBlock all = Rows.block(0, 70);
        for (int row = 0; row < 70; row++) {
            Float[] floats = new Float[Rows.FEATURES];
            double[] doubles = new double[Rows.FEATURES];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = all.values()[row * Rows.FEATURES + i];
                doubles[i] = floats[i];
            }
            rows.add(RowFactory.create(
                    type.equals(SQLDataTypes.VectorType()) ? (Object) Vectors.dense(doubles) : (Object) floats));
        }
        return session.createDataFrame(spark.parallelize(rows, 3), new StructType().add("x", type));
    }
}
