package io.sparkae.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark ML asks of every stage: params, copies, folders, pipelines and cross-validation. */
@ExtendWith(SharedSpark.class)
class StagesIT {
    private SparkSession spark;
    private Dataset<Row> rows;

    @TempDir
    private Path folder;

    @BeforeEach
    void rows(SparkSession shared) {
        spark = shared;
        rows = Frames.vectors(spark, 60, 2).withColumn("label", functions.expr("cast(id % 2 as int)"));
    }

    private static List<Params> estimators() {
        return List.of(
                new Autoencoder("ae")
                        .setHidden(7)
                        .setCodeSize(3)
                        .setEpochs(1)
                        .setSeed(5)
                        .setSettings("model.l2=0.001"),
                new NearestNeighborsClassifier("vote").setK(3).setLabelCol("label"),
                new ExactNearestNeighbors("nearest").setK(2).setMetric("cosine"),
                new ReconstructionEvaluator("error").setReconstructionErrorCol("e"));
    }

    @Test
    void paramsAreFoundExplainedAndCopied() {
        for (Params stage : estimators()) {
            String explained = stage.explainParams();
            assertTrue(stage.params().length >= 1, explained);
            for (Param<?> param : stage.params()) {
                assertEquals(stage.uid(), param.parent());
                assertTrue(explained.contains(param.name() + ": " + param.doc()), explained);
                assertEquals(param, stage.getParam(param.name()));
            }
            Params copy = stage.copy(ParamMap.empty());
            assertEquals(stage.uid(), copy.uid());
            assertEquals(values(stage), values(copy));
            assertNotEquals(stage, copy);
        }
        Autoencoder estimator = new Autoencoder();
        assertEquals(
                9, estimator.copy(new ParamMap().put(estimator.codeSize(), 9)).getCodeSize());
        assertTrue(estimator.uid().startsWith("Autoencoder_"), estimator.uid());
        assertNotEquals(estimator.uid(), new Autoencoder().uid());
        assertTrue(estimator.explainParam(estimator.epochs()).contains("default: 10"), estimator.explainParams());
    }

    /** As Spark's own reader finds a stage: by the class that its metadata name. */
    @Test
    void estimatorsComeBackFromTheirFolders() throws IOException {
        for (Params stage : estimators()) {
            String path = folder.resolve(stage.uid()).toUri().toString();
            ((MLWritable) stage).save(path);

            Params loaded = DefaultParamsReader.loadParamsInstance(path, spark.sparkContext());

            assertEquals(stage.getClass(), loaded.getClass());
            assertEquals(stage.uid(), loaded.uid());
            assertEquals(values(stage), values(loaded));
        }
    }

    @Test
    void fittedStagesComeBackFromTheirFoldersAndGiveTheSame() throws IOException {
        for (Params estimator : estimators().subList(0, 3)) {
            Transformer model = (Transformer) ((Estimator<?>) estimator).fit(rows);
            String path = folder.resolve(model.uid() + "-model").toUri().toString();
            ((MLWritable) model).save(path);

            Transformer loaded = DefaultParamsReader.loadParamsInstance(path, spark.sparkContext());

            assertEquals(model.uid(), loaded.uid());
            assertEquals(values(model), values(loaded));
            assertEquals(
                    model.transform(rows).collectAsList(),
                    loaded.transform(rows).collectAsList());
            assertEquals(
                    model.transform(rows).schema(),
                    model.copy(ParamMap.empty()).transform(rows).schema());
            assertThrows(IOException.class, () -> ((MLWritable) model).save(path));
            ((MLWritable) model).write().overwrite().save(path);
        }
        AutoencoderModel loaded =
                AutoencoderModel.load(folder.resolve("ae-model").toString());
        assertFalse(loaded.hasSummary());
        assertEquals(3, loaded.getCodeSize());
        String wrong = assertThrows(
                        IllegalArgumentException.class,
                        () -> ExactNearestNeighborsModel.load(
                                folder.resolve("ae-model").toString()))
                .getMessage();
        assertTrue(wrong.contains("AutoencoderModel"), wrong);
    }

    /** What a training starts from may be a path, of a saved model or of a model file. */
    @Test
    void trainingStartsFromASavedModel() throws IOException {
        Autoencoder estimator = (Autoencoder) estimators().get(0);
        AutoencoderModel model = estimator.fit(rows);
        Path saved = folder.resolve("first");
        model.save(saved.toString());
        Dataset<Row> again = estimator
                .copy(ParamMap.empty())
                .setInitialModel(model)
                .fit(rows)
                .transform(rows);

        assertEquals(
                again.collectAsList(),
                estimator
                        .copy(ParamMap.empty())
                        .setInitialModel(saved.toString())
                        .fit(rows)
                        .transform(rows)
                        .collectAsList());
        assertEquals(
                again.collectAsList(),
                estimator
                        .copy(ParamMap.empty())
                        .setInitialModel(saved.resolve("model.zip").toString())
                        .fit(rows)
                        .transform(rows)
                        .collectAsList());
        Autoencoder both = estimator.copy(ParamMap.empty()).setInitialModel(model);
        assertThrows(IllegalStateException.class, both::write);
    }

    /** A file that is no model, or not the one that it claims to be, is refused. */
    @Test
    void damagedModelsAreRefused() throws IOException {
        AutoencoderModel model = ((Autoencoder) estimators().get(0)).fit(rows);
        Path saved = folder.resolve("damaged");
        model.save(saved.toString());
        Files.delete(saved.resolve(".model.zip.crc"));
        byte[] bytes = Files.readAllBytes(saved.resolve("model.zip"));
        Files.write(saved.resolve("model.zip"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThrows(RuntimeException.class, () -> AutoencoderModel.load(saved.toString()));
    }

    @Test
    void aPipelineIsFittedSavedAndLoaded() throws IOException {
        Pipeline pipeline = pipeline();
        PipelineModel model = pipeline.fit(rows);
        String saved = folder.resolve("pipeline").toString();
        model.save(saved);
        pipeline.save(saved + "-unfitted");

        assertEquals(
                model.transform(rows).collectAsList(),
                PipelineModel.load(saved).transform(rows).collectAsList());
        assertEquals(
                List.of("id", "features", "label", "code", "reconstructionError", "prediction", "probability"),
                List.of(Pipeline.load(saved + "-unfitted")
                        .transformSchema(rows.schema())
                        .fieldNames()));
        assertArrayEquals(
                model.transform(rows).schema().fieldNames(),
                model.transformSchema(rows.schema()).fieldNames());
    }

    /** The Java of docs/user-guide.md, which is compared with this, and its Python with the example that PySpark runs. */
    @Test
    void theGuidesSnippetsRun() throws IOException {
        String path = folder.resolve("guide").toString();
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new Autoencoder().setCodeSize(8).setEpochs(5),
            new NearestNeighborsClassifier().setFeaturesCol("code").setK(5)
        });
        PipelineModel model = pipeline.fit(rows);
        model.write().overwrite().save(path);
        Dataset<Row> predictions = PipelineModel.load(path).transform(rows);

        assertEquals(60, predictions.where("prediction IN (0, 1)").count());
        String guide = Files.readString(Path.of("..", "docs", "user-guide.md"));
        assertTrue(own().contains(flat(snippet(guide, "java"))), "the guide's Java is not this test's");
        String example = Files.readString(Path.of("..", "docs", "examples", "codes_and_neighbours.py"));
        assertTrue(flat(example).contains(flat(snippet(guide, "python"))), "the guide's Python is not the example's");
    }

    private static String own() throws IOException {
        return flat(Files.readString(Path.of("src", "test", "java", "io", "sparkae", "ml", "StagesIT.java")));
    }

    /** The first block of code of a language in this guide's chapter. */
    private static String snippet(String guide, String language) {
        String chapter = guide.substring(guide.indexOf("## Spark ML"));
        String from = chapter.substring(chapter.indexOf("```" + language + "\n") + language.length() + 4);
        return from.substring(0, from.indexOf("```"));
    }

    private static String flat(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static Pipeline pipeline() {
        return new Pipeline().setStages(new PipelineStage[] {
            new Autoencoder("ae").setHidden(7).setCodeSize(3).setEpochs(1),
            new NearestNeighborsClassifier("vote").setFeaturesCol("code").setK(3)
        });
    }

    /** The best of several code sizes, by the accuracy of the vote; what it is can be read off the model. */
    @Test
    void crossValidationChoosesAndShowsTheBestParams() throws IOException {
        Pipeline pipeline = pipeline();
        Autoencoder estimator = (Autoencoder) pipeline.getStages()[0];
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.codeSize(), new int[] {2, 5})
                .build();
        CrossValidatorModel chosen = new CrossValidator()
                .setEstimator(pipeline)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setSeed(3)
                .fit(rows);
        double[] accuracies = chosen.avgMetrics();
        int best = accuracies[0] >= accuracies[1] ? 2 : 5;

        AutoencoderModel model = (AutoencoderModel) ((PipelineModel) chosen.bestModel()).stages()[0];
        chosen.save(folder.resolve("chosen").toString());
        CrossValidatorModel loaded =
                CrossValidatorModel.load(folder.resolve("chosen").toString());

        assertEquals(best, model.getCodeSize());
        assertEquals(best, model.getOrDefault(model.codeSize()));
        assertEquals(
                chosen.transform(rows).collectAsList(), loaded.transform(rows).collectAsList());
    }

    @Test
    void crossValidationByReconstructionErrorTakesTheSmallest() {
        Autoencoder estimator = ((Autoencoder) estimators().get(0)).setEpochs(2);
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(estimator.codeSize(), new int[] {1, 6})
                .addGrid(estimator.learningRate(), new double[] {1e-9, 0.01})
                .build();

        CrossValidatorModel chosen = new CrossValidator()
                .setEstimator(estimator)
                .setEvaluator(new ReconstructionEvaluator())
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setSeed(3)
                .setParallelism(2)
                .fit(rows);

        double least = Arrays.stream(chosen.avgMetrics()).min().orElseThrow();
        int at = Arrays.stream(chosen.avgMetrics()).boxed().toList().indexOf(least);
        AutoencoderModel best = (AutoencoderModel) chosen.bestModel();
        assertEquals(grid[at].apply(estimator.codeSize()), best.getCodeSize());
        assertEquals(grid[at].apply(estimator.learningRate()), best.getOrDefault(best.learningRate()));
    }

    /** Spark Connect finds stages by these files. */
    @Test
    void servicesNameEveryStage() {
        assertEquals(
                Set.of(Autoencoder.class, ExactNearestNeighbors.class, NearestNeighborsClassifier.class),
                ours(ServiceLoader.load(Estimator.class)));
        assertEquals(
                Set.of(
                        AutoencoderModel.class,
                        ExactNearestNeighborsModel.class,
                        NearestNeighborsClassificationModel.class),
                ours(ServiceLoader.load(Transformer.class)));
    }

    private static <T> Set<Class<?>> ours(ServiceLoader<T> loader) {
        return loader.stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .filter(type -> type.getName().startsWith("io.sparkae."))
                .collect(Collectors.toSet());
    }

    /** Name and value of each param that has one. */
    private static List<String> values(Params stage) {
        return Arrays.stream(stage.params())
                .filter(stage::isDefined)
                .map(param -> param.name() + " = " + Arrays.deepToString(new Object[] {stage.getOrDefault(param)}))
                .toList();
    }
}
