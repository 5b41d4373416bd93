package io.sparkae.predict;

import io.sparkae.files.BadInputException;
import io.sparkae.files.FileSystems;
import io.sparkae.files.InputFile;
import io.sparkae.files.OutputFile;
import io.sparkae.ingest.CheckedRows;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.source.InputPath;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.model.InputShape;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.Manifest;
import io.sparkae.run.Metrics;
import io.sparkae.run.ResultOutput;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.Versions;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Files of rows that a model has not seen, read, checked and scored. The rows are kept on the executors' disks between the
 * check and the scores, so that the memory needed does not grow with their number.
 */
public final class NewRows {
    /** The command, and the stage of the manifest. */
    public static final String COMMAND = "predict";

    /** Rejected rows of a single file are beside it, in a file of its name with this ending. */
    public static final String REJECTED_ENDING = ".rejected.jsonl";

    private static final String TABLE = "predictions";
    private static final String REJECTED = "rejected";

    /** Rows of a task and of a file, about; each task reads the model. */
    private static final int TASK_ROWS = 65_536;

    /** A bound on labels where the model knows none. */
    private static final int USUAL_CLASSES = 1000;

    private final JavaSparkContext spark;
    private final Configuration conf;
    private final RowSource source;
    private final double maxRejectedFraction;
    private final List<FileState> before;

    private NewRows(JavaSparkContext spark, RowSource source, double maxRejectedFraction) throws IOException {
        this.spark = spark;
        this.conf = spark.hadoopConfiguration();
        this.source = source;
        this.maxRejectedFraction = maxRejectedFraction;
        this.before = FileState.of(source, conf);
    }

    /**
     * Opens the input.
     *
     * @param locations files, folders or globs, as ingest takes them
     * @param model that the rows are for
     * @param header whether CSV files begin with a header
     * @param maxRejectedFraction largest share of bad rows
     * @throws BadInputException if a file is missing or not readable, or its images are not of the model's size
     */
    public static NewRows open(
            SparkSession spark,
            List<String> locations,
            TrainedAutoencoder model,
            boolean header,
            double maxRejectedFraction)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        InputShape shape = model.format().shape();
        int names = model.format().classNames().size();
        boolean square = shape.height() == shape.width() && shape.channels() == 1;
        int width = shape.width() * shape.channels();
        SourceSettings settings = new SourceSettings(
                square ? 0 : shape.height(), square ? 0 : width, names > 1 ? names : USUAL_CLASSES, header);
        RowSource source;
        try {
            source = RowSource.open(locations, settings, context.hadoopConfiguration());
        } catch (BadInputException bad) {
            if (square) {
                throw bad;
            }
            throw new BadInputException(
                    bad.getMessage() + " (the model was trained on images of " + shown(shape) + " pixels)", bad);
        }
        if (source.size().height() != shape.height() || source.size().width() != width) {
            throw new BadInputException(source.name() + ": found images of " + source.size() + " pixels, expected "
                    + shown(shape) + ", as the model was trained on: give rows of that size, or the model of others");
        }
        return new NewRows(context, source, maxRejectedFraction);
    }

    private static String shown(InputShape shape) {
        return shape.height() + " × " + shape.width() + (shape.channels() == 1 ? "" : " × " + shape.channels());
    }

    /** The files of the input. */
    public List<Path> paths() {
        return source.inputs().stream().map(InputPath::path).toList();
    }

    /** A warning about the input, if there is one. */
    public Optional<String> warning() {
        return source.warning();
    }

    /**
     * What was written.
     *
     * @param rows with predictions
     * @param rejected rows without
     * @param rejectedFile with the rejected rows; null if there are none
     */
    public record Outcome(long rows, long rejected, Path rejectedFile) {}

    /**
     * Where results go and what they are made with, for the manifest.
     *
     * @param output opened for the results
     * @param format of the results
     * @param single whether they are one file
     * @param model the model file
     * @param modelBytes its content
     * @param settings in force
     */
    public record Target(
            ResultOutput output,
            PredictionFormat format,
            boolean single,
            Path model,
            byte[] modelBytes,
            Map<String, Object> settings) {}

    /**
     * Scores all rows and writes the results: a folder with {@code predictions/}, {@code rejected/} and {@code
     * manifest.json}, or one file, and beside it {@code NAME.rejected.jsonl} if rows are rejected.
     *
     * @throws BadInputException if too many rows are bad, or a file changes meanwhile
     */
    public Outcome write(Predictions predictions, Target target) throws IOException {
        Instant started = Instant.now();
        Broadcast<SerializableConfiguration> shared = spark.broadcast(new SerializableConfiguration(conf));
        Scaling scaling = predictions.model().format().scaling();
        try (CheckedRows rows = CheckedRows.forModel(source, spark, shared, scaling)) {
            rows.checkRejected(maxRejectedFraction);
            JavaRDD<RowBlock> scaled = rows.scaled(scaling, TASK_ROWS);
            Path attempt = target.output().attempt();
            Path table = new Path(attempt, TABLE);
            Path rejected = new Path(attempt, REJECTED);
            rows.writeRejected(rejected, target.output().fs(), shared);
            if (target.format() == PredictionFormat.PARQUET) {
                PredictionFiles.writeParquet(predictions, scaled, table);
            } else {
                long written = PredictionFiles.writeLines(
                        predictions,
                        scaled,
                        target.format(),
                        !target.single(),
                        table,
                        target.output().fs(),
                        shared);
                requireAll(written, rows.accepted());
            }
            requireUnchanged();
            Path rejectedFile = target.single()
                    ? commitFile(target, table, rows.rejected() > 0 ? rejected : null)
                    : commitFolder(target, rows, predictions, started);
            return new Outcome(rows.accepted(), rows.rejected(), rows.rejected() > 0 ? rejectedFile : null);
        } finally {
            shared.destroy();
        }
    }

    private static void requireAll(long written, long accepted) {
        if (written != accepted) {
            throw new IllegalStateException("of " + accepted + " rows " + written + " were written");
        }
    }

    /** @return the folder of rejected rows */
    private static Path commitFolder(Target target, CheckedRows rows, Predictions predictions, Instant started)
            throws IOException {
        List<OutputFile> files = target.output().files();
        boolean parquet = target.format() == PredictionFormat.PARQUET;
        if (parquet) {
            requireAll(
                    files.stream()
                            .filter(file -> file.rows() != null)
                            .mapToLong(OutputFile::rows)
                            .sum(),
                    rows.accepted());
        }
        InputFile model = new InputFile(
                target.model().toString(), target.modelBytes().length, InputFile.hashOf(target.modelBytes()));
        StageOutput output = new StageOutput(
                        Map.of(TABLE, rows.accepted(), REJECTED, rows.rejected()),
                        Map.of(
                                TABLE,
                                parquet
                                        ? predictions.layout().table().toDDL()
                                        : String.join(",", predictions.layout().names())))
                .withFacts(new Facts(
                        target.format().label(), predictions.threshold().orElse(null)));
        target.output()
                .commit(new Manifest(
                        COMMAND,
                        model.sha256(),
                        target.settings(),
                        List.of(model),
                        output.rows(),
                        output.schema(),
                        files,
                        output.facts(),
                        Metrics.NONE,
                        Versions.of(StageName.KNN),
                        started.truncatedTo(ChronoUnit.SECONDS).toString(),
                        started.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0));
        return new Path(target.output().target(), REJECTED);
    }

    /**
     * Facts of the manifest.
     *
     * @param format of the results
     * @param anomalyThreshold reconstruction error above which a row is an anomaly; null if unknown
     */
    private record Facts(String format, Double anomalyThreshold) {}

    /**
     * Moves the joined files to their places.
     *
     * @param rejected folder of the rejected rows; null if there are none
     * @return the file of rejected rows
     */
    private static Path commitFile(Target target, Path table, Path rejected) throws IOException {
        ResultOutput output = target.output();
        Path joined = new Path(output.attempt(), "joined");
        PredictionFiles.join(output.fs(), table, joined);
        Path lines = null;
        if (rejected != null) {
            lines = new Path(output.attempt(), REJECTED + "-joined");
            PredictionFiles.join(output.fs(), rejected, lines);
        }
        output.commit(joined, lines);
        return output.companion();
    }

    private void requireUnchanged() throws IOException {
        List<FileState> now = FileState.of(source, conf);
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(now.get(i))) {
                throw new BadInputException(before.get(i).name()
                        + " changed while it was read: nothing was written; give the command again when nothing writes"
                        + " there");
            }
        }
    }

    /**
     * An input file as it was found.
     *
     * @param name for messages
     * @param bytes its length
     * @param modified time of its last change, in milliseconds
     */
    private record FileState(String name, long bytes, long modified) {
        static List<FileState> of(RowSource source, Configuration conf) throws IOException {
            List<FileState> all = new ArrayList<>();
            for (InputPath input : source.inputs()) {
                FileStatus status = FileSystems.of(input.path(), conf).getFileStatus(input.path());
                all.add(new FileState(input.name(), status.getLen(), status.getModificationTime()));
            }
            return all;
        }
    }
}
