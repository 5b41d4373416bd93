package io.sparkae.report.section;

import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.run.Manifest;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.ControlCharacters;
import io.sparkae.train.TrainStage;
import io.sparkae.train.averaging.EpochRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Lazy, cached access to a run for sections. Not thread-safe. */
public final class RunView {
    /** Smallest height and width that are shown as an image. */
    private static final int SMALLEST_IMAGE = 4;

    private final String name;
    private final SparkSession spark;
    private final RunFolder run;
    private final ReportSettings settings;
    private final Metrics metrics;
    private final Map<StageName, Manifest> manifests = new EnumMap<>(StageName.class);
    private final DatasetFacts facts;
    private final DisplayScale scale;
    private RowBlock heldOut;
    private RowBlock codes;
    private TrainedAutoencoder model;

    /**
     * @param name on the page
     * @param run with a dataset at least
     * @param metrics of all stages that are up to date
     */
    public RunView(String name, SparkSession spark, RunFolder run, ReportSettings settings, Metrics metrics)
            throws IOException {
        this.name = name;
        this.spark = spark;
        this.run = run;
        this.settings = settings;
        this.metrics = metrics;
        for (StageName stage : StageName.values()) {
            if (stage != StageName.REPORT) { // the stage that is running
                run.upToDate(stage).ifPresent(manifest -> manifests.put(stage, manifest));
            }
        }
        this.facts = DatasetFacts.of(dataset());
        this.scale = DisplayScale.of(facts);
    }

    /** The run's name on the page. */
    public String name() {
        return name;
    }

    SparkSession spark() {
        return spark;
    }

    ReportSettings settings() {
        return settings;
    }

    /** The figures of all stages that are up to date. */
    Metrics metrics() {
        return metrics;
    }

    /** The manifest of a stage whose output is up to date. */
    Optional<Manifest> manifest(StageName stage) {
        return Optional.ofNullable(manifests.get(stage));
    }

    boolean has(StageName stage) {
        return manifests.containsKey(stage);
    }

    Manifest dataset() {
        return manifests.get(StageName.INGEST);
    }

    DatasetFacts facts() {
        return facts;
    }

    Path folder(StageName stage) {
        return run.stage(stage).path();
    }

    /** The settings of all stages that are up to date. */
    Map<String, Object> settingsInForce() {
        Map<String, Object> all = new TreeMap<>();
        manifests.values().forEach(manifest -> all.putAll(manifest.settings()));
        return all;
    }

    /** Whether rows are images of at least {@value #SMALLEST_IMAGE} by {@value #SMALLEST_IMAGE} pixels. */
    boolean hasImages() {
        InputShape shape = shape();
        return Math.min(shape.height(), shape.width()) >= SMALLEST_IMAGE;
    }

    InputShape shape() {
        return new InputShape(facts().imageHeight(), facts().imageWidth());
    }

    /** The features or the reconstruction of a row as an image. */
    GreyImage image(float[] features) {
        return new GreyImage(scale.grey(features), shape().height(), shape().width());
    }

    /**
     * Rows as images.
     *
     * @param features {@code [rows, features]}, of rows or of reconstructions
     */
    List<GreyImage> images(float[] features) {
        int width = shape().features();
        return IntStream.range(0, features.length / width)
                .mapToObj(i -> image(Arrays.copyOfRange(features, i * width, (i + 1) * width)))
                .toList();
    }

    /** The names of the classes in label order, their numbers if they have none. */
    List<String> classNames() {
        if (dataset().settings().get("data.class-names") instanceof List<?> names && !names.isEmpty()) {
            return names.stream()
                    .map(String::valueOf)
                    .map(ControlCharacters::escaped)
                    .toList();
        }
        return IntStream.range(0, facts.classes()).mapToObj(Integer::toString).toList();
    }

    /** The name of a class, its number if it has none; "no label" for {@link RowBlock#NO_LABEL}. */
    String className(int label) {
        if (label == RowBlock.NO_LABEL) {
            return "no label";
        }
        List<String> names = classNames();
        return label < names.size() ? names.get(label) : Integer.toString(label);
    }

    /** Rows of the dataset. */
    RowTable rows(Split split) {
        return new RowTable(spark, folder(StageName.INGEST), dataset().files(), split, "features");
    }

    /** Features of the first held-out rows, {@code [rows, features]}. */
    RowBlock heldOut() {
        if (heldOut == null) {
            heldOut = rows(settings.heldOut()).first(settings.rows());
        }
        return heldOut;
    }

    /** A class-balanced sample of the held-out rows; see {@link #balanced}. */
    RowBlock balancedSample(int most) {
        return heldOut().select(balanced(heldOut().labels(), most));
    }

    /**
     * A class-balanced sample: first one row of each class in label order, then a second of each, and so on; without labels, the
     * first rows.
     *
     * @param labels of the rows to choose from
     * @param most size of the sample at most
     * @return positions of the chosen rows
     */
    static int[] balanced(int[] labels, int most) {
        int[] turns = new int[labels.length];
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            turns[i] = seen.merge(labels[i], 1, Integer::sum);
        }
        return IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> turns[i]).thenComparingInt(i -> labels[i]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Features of rows with these ids, in the order of the ids; the splits are of one input. */
    RowBlock byId(List<Split> splits, long[] ids) {
        return RowTable.byId(splits.stream().map(this::rows).toList(), ids);
    }

    /** Codes of the first held-out rows, {@code [rows, code]}. */
    RowBlock codes() {
        if (codes == null) {
            codes = new RowTable(
                            spark,
                            folder(StageName.ENCODE),
                            manifests.get(StageName.ENCODE).files(),
                            settings.heldOut(),
                            "code")
                    .first(settings.rows());
        }
        return codes;
    }

    TrainedAutoencoder model() throws IOException {
        if (model == null) {
            Path file = new Path(folder(StageName.TRAIN), TrainStage.MODEL_FILE);
            model = ModelFile.read(ModelFile.bytes(run.fs(), file), file.toString());
        }
        return model;
    }

    /** All epochs in order; none for models that are not trained. */
    List<EpochRecord> history() throws IOException {
        return new String(bytes("history.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(this::epoch)
                .toList();
    }

    private EpochRecord epoch(String line) {
        EpochRecord epoch = null;
        try {
            epoch = Json.parse(line, EpochRecord.class);
        } catch (UncheckedIOException damaged) {
            // refused below
        }
        if (epoch == null || epoch.rowsByExecutor() == null) {
            throw new StageOutputException(new Path(folder(StageName.TRAIN), "history.jsonl")
                    + " has a line that describes no epoch: run 'sparkae train --force' with this --run-dir");
        }
        return epoch;
    }

    private byte[] bytes(String modelFile) throws IOException {
        try (InputStream in = run.fs().open(new Path(folder(StageName.TRAIN), modelFile))) {
            return in.readAllBytes();
        }
    }

    /**
     * Inverts the scaling and maps pixel values to shades of grey.
     *
     * @param scaling of the features
     * @param black the pixel value that is shown as black
     * @param white the pixel value that is shown as white
     */
    private record DisplayScale(Scaling scaling, double black, double white) {

        /** Black and white are 0 and 255; for unscaled features, their extremes in the training rows. */
        static DisplayScale of(DatasetFacts dataset) {
            return dataset.scaling() instanceof NoScaling
                    ? new DisplayScale(dataset.scaling(), dataset.smallestFeature(), dataset.largestFeature())
                    : new DisplayScale(dataset.scaling(), 0, 255);
        }

        /** Black is 0, white 1; values beyond the range lie outside [0, 1]. */
        float[] grey(float[] features) {
            float[] grey = new float[features.length];
            double range = white == black ? 1 : white - black;
            for (int i = 0; i < features.length; i++) {
                grey[i] = (float) ((scaling.invert(i, features[i]) - black) / range);
            }
            return grey;
        }
    }
}
