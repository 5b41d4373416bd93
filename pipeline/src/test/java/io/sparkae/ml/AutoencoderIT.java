package io.sparkae.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Fixtures;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import io.sparkae.train.Trainer;
import io.sparkae.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimator against the trainer that the command uses. */
@ExtendWith(SharedSpark.class)
class AutoencoderIT {
    private static final int ROWS = 70;

    private SparkSession spark;

    @BeforeEach
    void session(SparkSession shared) {
        spark = shared;
    }

    /** 12-7-3-7-12, two epochs of two workers. */
    static Autoencoder small() {
        return new Autoencoder().setHidden(7).setCodeSize(3).setEpochs(2).setBatchSize(16);
    }

    /** Whatever the columns' types and the partitions, the weights of the command's trainer. */
    @Test
    void trainsToTheBitsOfTheTrainer() {
        float[] expected = parameters(trainer().fit(even()).model());

        assertArrayEquals(expected, fitted(small(), Frames.vectors(spark, ROWS, 3)));
        StructType floats = StructType.fromDDL("id BIGINT, features ARRAY<FLOAT>");
        assertArrayEquals(expected, fitted(small(), Frames.of(spark, floats, ROWS, 1, Frames::boxed)));
        StructType doubles = StructType.fromDDL("id BIGINT, features ARRAY<DOUBLE>");
        assertArrayEquals(expected, fitted(small(), Frames.of(spark, doubles, ROWS, 2, Frames::doubles)));
        Dataset<Row> numbers = Frames.numbers(spark, ROWS, 7);
        assertArrayEquals(expected, fitted(small().setInputCols(numbers.columns()), numbers));
        assertArrayEquals(
                expected,
                fitted(small(), Frames.vectors(spark, ROWS, 5).withColumn("features", functions.expr("features"))));
    }

    /** More workers than the two slots there are: training asks for no two partitions at once. */
    @Test
    void finishesWithFewerSlotsThanWorkers() {
        AutoencoderModel model = small().setWorkers(9).fit(Frames.vectors(spark, ROWS, 3));

        assertEquals(2, model.summary().totalIterations());
    }

    @Test
    void codesErrorsAndReconstructionsAreTheModels() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);
        AutoencoderModel model = small().setReconstructionCol("restored").fit(rows);
        float[] features = Rows.block(0, ROWS).values();
        float[] codes = model.model().encode(features, ROWS);
        float[] restored = model.model().reconstruct(features, ROWS);

        Dataset<Row> coded = model.transform(rows);

        List<Vector> found = Frames.column(coded, "code");
        List<Vector> back = Frames.column(coded, "restored");
        List<Row> errors = coded.orderBy("id").select("reconstructionError").collectAsList();
        for (int row = 0; row < ROWS; row++) {
            double squared = 0;
            for (int i = 0; i < Rows.FEATURES; i++) {
                assertEquals(restored[row * Rows.FEATURES + i], back.get(row).apply(i), 1e-6);
                squared += Math.pow((double) restored[row * Rows.FEATURES + i] - features[row * Rows.FEATURES + i], 2);
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(codes[row * 3 + i], found.get(row).apply(i), 1e-6);
            }
            assertEquals(squared / Rows.FEATURES, errors.get(row).getDouble(0), 1e-6);
        }
    }

    @Test
    void wrongParamsAreToldInTheirOwnWords() {
        Dataset<Row> rows = Frames.vectors(spark, 9, 1);

        String early = assertThrows(IllegalArgumentException.class, () -> small().setEpochs(0))
                .getMessage();
        assertTrue(early.contains("parameter epochs given invalid value 0"), early);
        assertTrue(
                refusal(small().setFamily("vea"), rows).startsWith("family: expected one of dense, tied, vae"),
                refusal(small().setFamily("vea"), rows));
        assertEquals(
                "outputActivation: expected sigmoid, since loss = bce is computed on its logits, found identity",
                refusal(small().setOutputActivation("identity"), rows));
        assertEquals(
                "settings: expected KEY=VALUE with a key below model. or training., found knn.k=3",
                refusal(small().setSettings("knn.k=3"), rows));
        assertTrue(refusal(small().setSetting("training.epoch", "3"), rows).contains("nearest known one is"));
        String unit =
                refusal(small(), Frames.of(spark, Frames.VECTORS, 9, 1, values -> Vectors.dense(new double[] {5, 1})));
        assertTrue(unit.startsWith("loss: expected mse or mae, since bce compares probabilities"), unit);
    }

    /** Of the rows held out neither a shuffle nor the trainer knows; the best epoch is theirs. */
    @Test
    void rowsHeldOutJudgeTheEpochsAndStopTraining() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3).withColumn("held", functions.expr("id % 7 = 3"));
        List<Integer> training = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            (row % 7 == 3 ? held : training).add(row);
        }
        Trainer.Trained expected = trainer()
                .validation(JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(List.of(Rows.block(0, ROWS).select(ints(held))), 1))
                .fit(JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(List.of(Rows.block(0, ROWS).select(ints(training))), 1));

        AutoencoderSummary summary =
                small().setValidationIndicatorCol("held").fit(rows).summary();

        assertEquals(2, summary.totalIterations());
        assertEquals(expected.history().get(1).trainLoss(), summary.objectiveHistory()[1]);
        assertEquals(expected.history().get(1).validationLoss(), summary.validationHistory()[1]);
        assertEquals(expected.bestEpoch(), summary.bestIteration());
        AutoencoderSummary stopped = small().setValidationIndicatorCol("held")
                .setEpochs(30)
                .setPatience(2)
                .setMinImprovement(10)
                .fit(rows)
                .summary();
        assertEquals(3, stopped.totalIterations());
        assertEquals(0, small().fit(rows).summary().validationHistory().length);
    }

    /** A weight of 2 is the row twice, a weight of 0 the row left out; a fraction is drawn, the same way each time. */
    @Test
    void weightsAreNumbersOfCopies() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);
        Dataset<Row> weighted = rows.withColumn("w", functions.expr("id % 3"));
        Dataset<Row> copied = weighted.selectExpr("id", "features", "explode(array_repeat(1, cast(w as int)))");

        assertArrayEquals(fitted(small(), copied), fitted(small().setWeightCol("w"), weighted));
        Dataset<Row> halves = rows.withColumn("w", functions.lit(0.5));
        float[] drawn = fitted(small().setWeightCol("w"), halves);
        assertArrayEquals(drawn, fitted(small().setWeightCol("w"), halves.coalesce(1)));
        assertFalse(Arrays.equals(drawn, fitted(small(), rows)));
        String message = refusal(small().setWeightCol("w"), rows.withColumn("w", functions.expr("if(id = 1, -1, 1)")));
        assertTrue(message.contains("column w: expected a weight from 0 to 1000, found -1.0"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "tied", "vae"})
    void trainingGoesOnFromAModel(String family) {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 2);
        Autoencoder estimator = small().setFamily(family).setEpochs(25);
        AutoencoderModel first = estimator.fit(rows);
        double last = first.summary().objectiveHistory()[24];

        AutoencoderModel more = estimator
                .copy(ParamMap.empty())
                .setInitialModel(first)
                .setEpochs(1)
                .fit(rows);

        double fresh = first.summary().objectiveHistory()[0];
        double next = more.summary().objectiveHistory()[0];
        assertTrue(Math.abs(next - last) < (fresh - last) / 4, fresh + " … " + last + ", then " + next);
        assertTrue(refusal(estimator.setInitialModel(first).setCodeSize(4), rows)
                .startsWith("initial model: expected the layers to be trained"));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherGivesOthers() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);

        assertArrayEquals(
                fitted(small().setSeed(7), rows),
                fitted(
                        small().setSeed(7),
                        rows.repartitionByRange(5, rows.col("id")).sortWithinPartitions("id")));
        assertFalse(Arrays.equals(fitted(small().setSeed(7), rows), fitted(small().setSeed(8), rows)));
    }

    @Test
    void otherSettingsAreTakenAsTheCommandTakesThem() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);

        float[] stepped = fitted(
                small().setSetting("training.schedule.kind", "step").setSetting("training.schedule.step", "1"), rows);

        assertFalse(Arrays.equals(stepped, fitted(small(), rows)));
        assertEquals("12", refusalOfShape(rows).replaceAll("[^0-9]", "").substring(0, 2));
    }

    private String refusalOfShape(Dataset<Row> rows) {
        return refusal(small().setImageHeight(5), rows).replace("imageHeight, imageWidth: expected a product of ", "");
    }

    @Test
    void principalComponentsHaveNoHistory() {
        AutoencoderModel model =
                new Autoencoder().setFamily("pca").setCodeSize(2).fit(Frames.vectors(spark, ROWS, 2));

        assertEquals(0, model.summary().totalIterations());
        assertEquals(
                2,
                Frames.column(model.transform(Frames.vectors(spark, 3, 1)), "code")
                        .get(0)
                        .size());
    }

    @Test
    void aStreamIsTransformedAsADataFrameIs(@TempDir Path folder) throws Exception {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);
        AutoencoderModel model = small().fit(rows);
        rows.write().parquet(folder.resolve("input").toString());

        StreamingQuery query = model.transform(spark.readStream()
                        .schema(rows.schema())
                        .parquet(folder.resolve("input").toString()))
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .start(folder.resolve("output").toString());
        query.awaitTermination();

        List<Vector> streamed =
                Frames.column(spark.read().parquet(folder.resolve("output").toString()), "code");
        List<Vector> expected = Frames.column(model.transform(rows), "code");
        assertEquals(ROWS, streamed.size());
        for (int row = 0; row < ROWS; row++) { // rows may be in other passes, whose sums have another order
            assertArrayEquals(expected.get(row).toArray(), streamed.get(row).toArray(), 1e-6);
        }
    }

    private Trainer trainer() {
        return new Trainer(
                spark,
                Fixtures.model("model.hidden=[7]", "model.code=3"),
                TrainingSettings.defaults().withEpochs(2).withBatchSize(16));
    }

    private JavaRDD<RowBlock> even() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(Rows.block(0, ROWS)), 1);
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    static float[] fitted(Autoencoder estimator, Dataset<Row> rows) {
        return parameters(estimator.fit(rows).model());
    }

    static float[] parameters(TrainedAutoencoder model) {
        return NativeArrays.get(model.network().params());
    }

    static String refusal(Autoencoder estimator, Dataset<Row> rows) {
        return assertThrows(IllegalArgumentException.class, () -> estimator.fit(rows))
                .getMessage();
    }
}
