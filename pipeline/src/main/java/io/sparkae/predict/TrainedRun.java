package io.sparkae.predict;

import io.sparkae.files.FileSystems;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.model.ModelFile;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.run.KeptSettings;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.GivenSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.TrainStage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The model of a run folder with the codes of its training rows, or a model file alone. The folder is only read.
 *
 * @param file the model file
 * @param bytes its content
 * @param run the folder; empty for a model file alone
 * @param dataset manifest of the rows that it was trained on; empty for a model file alone
 * @param encodings manifest of their codes; empty unless this model made them
 */
public record TrainedRun(
        Path file, byte[] bytes, Optional<RunFolder> run, Optional<Manifest> dataset, Optional<Manifest> encodings) {
    /** Settings that new rows have in common with the run's, unless told otherwise. */
    private static final Predicate<String> SHARED =
            key -> key.startsWith("knn.") || key.equals("data.header") || key.equals("ingest.max-rejected-fraction");

    /**
     * Finds a model.
     *
     * @param text a run's folder, or a model file
     * @throws SettingsException if there is nothing
     * @throws StageOutputException if it is no model, or the run's is incomplete
     */
    public static TrainedRun open(String text, Configuration conf) throws IOException {
        Path path;
        FileSystem fs;
        boolean folder;
        try {
            path = FileSystems.path(text);
            fs = FileSystems.of(path, conf);
            folder = fs.getFileStatus(path).isDirectory();
        } catch (IllegalArgumentException | FileNotFoundException missing) {
            throw new SettingsException(
                    List.of("--model: expected a run's folder or a model.zip, found nothing at " + text));
        }
        if (!folder) {
            return new TrainedRun(
                    path, ModelFile.bytes(fs, path), Optional.empty(), Optional.empty(), Optional.empty());
        }
        RunFolder run = RunFolder.at(text, conf);
        if (run.stage(StageName.TRAIN).committed().isEmpty()) {
            throw new StageOutputException("no model in " + path + ": expected the folder of a run that 'sparkae train'"
                    + " has finished, or a model.zip");
        }
        Path file = new Path(run.stage(StageName.TRAIN).path(), TrainStage.MODEL_FILE);
        Optional<Manifest> encodings = run.upToDate(StageName.ENCODE);
        return new TrainedRun(
                file, ModelFile.bytes(fs, file), Optional.of(run), run.upToDate(StageName.INGEST), encodings);
    }

    /**
     * The run's settings that hold for new rows too, as {@code KEY=VALUE}, later ones first: those of its stages, then those that
     * the folder keeps, which the next stage would be made with.
     */
    public List<String> settings() throws IOException {
        List<String> pairs = new ArrayList<>();
        for (StageName stage : List.of(StageName.INGEST, StageName.KNN)) {
            Optional<Manifest> manifest = run.isPresent() ? run.get().upToDate(stage) : Optional.empty();
            add(manifest.map(Manifest::settings).orElse(Map.of()), pairs);
        }
        GivenSettings kept = run.isPresent() ? KeptSettings.read(run.get()) : GivenSettings.NONE;
        if (!kept.isEmpty()) {
            Settings all =
                    Settings.load(List.of(), kept, run.get().root() + "/" + KeptSettings.FILE, List.of(), List.of());
            add(all.below(List.of("knn", "data.header", "ingest.max-rejected-fraction")), pairs);
        }
        return pairs;
    }

    private static void add(Map<String, Object> settings, List<String> pairs) {
        settings.entrySet().stream()
                .filter(setting -> SHARED.test(setting.getKey()))
                .forEach(setting -> pairs.add(Settings.pair(setting.getKey(), setting.getValue())));
    }

    /** The settings of k-NN that the run was made with, or the defaults. */
    public KnnSettings knn() throws IOException {
        return KnnSettings.read(Settings.load(settings(), List.of(), List.of()).reader());
    }

    /** Why there are no labelled references; empty if there are. */
    public Optional<String> lack() {
        if (run.isEmpty()) {
            return Optional.of("a model file has no references; give its run's folder");
        }
        if (dataset.isEmpty() || encodings.isEmpty()) {
            return Optional.of("the run has no codes of its training rows; run 'sparkae encode' with --run-dir "
                    + run.get().root());
        }
        return DatasetFacts.of(dataset.get()).labelledRows() == 0
                ? Optional.of("the run's training rows have no labels")
                : Optional.empty();
    }

    /**
     * The codes of the labelled rows of the training input, held-out ones included, as the knn stage takes them.
     *
     * @throws SettingsException if there are not more than k, or more than fit into memory
     * @throws IllegalStateException if there are none; see {@link #lack()}
     */
    public LabelledReferences references(SparkSession spark, KnnSettings settings) throws IOException {
        Path folder = run.orElseThrow().stage(StageName.ENCODE).path();
        Manifest codes = encodings.orElseThrow();
        RowTable train = new RowTable(spark, folder, codes.files(), Split.TRAIN, "code");
        RowTable heldOut = new RowTable(spark, folder, codes.files(), Split.VALIDATION, "code");
        int parts = spark.sparkContext().defaultParallelism();
        return LabelledReferences.of(
                train.blocks(parts).union(heldOut.blocks(1)),
                train.rows() + heldOut.rows(),
                DatasetFacts.of(dataset.orElseThrow()).classes(),
                settings);
    }
}
