package io.sparkae.ingest;

import io.sparkae.files.BadInputException;
import io.sparkae.files.HashedInput;
import io.sparkae.files.InputFile;
import io.sparkae.ingest.generate.GeneratedRows;
import io.sparkae.ingest.scaling.RecordedScaling;
import io.sparkae.ingest.source.InputPath;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.rows.Split;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Turns input files into a dataset: rows checked, scaled, the training rows shuffled by seed with a share held out for
 * validation, the test rows in input order, everything in even partitions. A row's id is its position in its input.
 */
public final class IngestStage extends Stage {
    private final JavaSparkContext spark;
    private final Configuration conf;
    private final IngestSettings settings;
    private RowSource train;
    private RowSource test;
    private Optional<RecordedScaling> recordedScaling;
    private long opened;
    private List<Tuple2<InputPath, HashedInput>> hashed = List.of();

    /**
     * @param session to run on
     * @param run in which the dataset is made
     * @param stageSettings in force for every stage, flattened for the manifest
     * @param settings of this stage
     * @throws IOException if an input's file system cannot be reached
     * @throws io.sparkae.files.BadInputException if an input is missing or not readable as images
     */
    public IngestStage(SparkSession session, RunFolder run, StageSettings stageSettings, IngestSettings settings)
            throws IOException {
        super(StageName.INGEST, run, stageSettings);
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.conf = spark.hadoopConfiguration();
        this.settings = settings;
        settings.requireConsistent();
        open();
    }

    private void open() throws IOException {
        opened = System.currentTimeMillis();
        train = source(Split.TRAIN, settings.train(), settings.generatedTrainRows());
        test = source(Split.TEST, settings.test(), settings.generatedTestRows());
        requireSameSize();
        recordedScaling = RecordedScaling.find(settings.scalingFrom(), conf);
    }

    /** The files whose rows will be read, found behind folders and globs; none if all rows are generated. */
    public List<Path> inputPaths() {
        return Stream.concat(train.inputs().stream(), test.inputs().stream())
                .map(InputPath::path)
                .toList();
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        hashed = eachInput(sources(), (path, own) -> new Tuple2<>(path, RowSource.hash(path, own)));
        return hashed.stream().map(input -> input._2().file()).toList();
    }

    /** Applies a function to each input on the executors. */
    private <T, R> List<R> eachInput(List<T> inputs, InputFunction<T, R> function) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        Broadcast<SerializableConfiguration> shared = spark.broadcast(new SerializableConfiguration(conf));
        try {
            return List.copyOf(spark.parallelize(inputs, inputs.size())
                    .map(input -> function.of(input, shared.value().value()))
                    .collect());
        } finally {
            shared.destroy();
        }
    }

    /** A function of an input and a Hadoop configuration. */
    @FunctionalInterface
    private interface InputFunction<T, R> extends Serializable {
        R of(T input, Configuration conf) throws IOException;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        StageOutput output;
        try {
            if (hashed.stream().anyMatch(input -> !input._2().isOlderThan(opened))) {
                reopen();
            }
            output = read(workspace);
        } catch (Exception failure) { // Spark throws undeclared checked exceptions
            try {
                requireUnchanged();
            } catch (BadInputException changed) { // the likely cause of the failure
                changed.addSuppressed(failure);
                throw changed;
            }
            throw failure;
        }
        requireUnchanged();
        return output;
    }

    /** Lists and opens the inputs again, since they may have changed before they were hashed. */
    private void reopen() throws IOException {
        open();
        if (!sources().equals(hashed.stream().map(Tuple2::_1).toList())) {
            throw new BadInputException(train.name() + ", " + test.name()
                    + ": files were added or removed while they were hashed; run again when nothing writes there");
        }
    }

    private StageOutput read(Workspace workspace) throws IOException {
        Broadcast<SerializableConfiguration> shared = spark.broadcast(new SerializableConfiguration(conf));
        try (CheckedRows trainRows = CheckedRows.read(train, spark, shared);
                CheckedRows testRows = CheckedRows.read(test, spark, shared)) {
            trainRows.checkRejected(settings.maxRejectedFraction());
            testRows.checkRejected(settings.maxRejectedFraction());
            return new DatasetWriter(settings, workspace.attempt(), conf, shared)
                    .write(trainRows, testRows, recordedScaling.map(RecordedScaling::scaling));
        } finally {
            shared.destroy();
        }
    }

    /** Checks that the inputs still match the hashes in the manifest. */
    private void requireUnchanged() throws IOException {
        List<Boolean> same = eachInput(hashed, (input, own) -> RowSource.isUnchanged(input._1(), input._2(), own));
        int changed = same.indexOf(false);
        if (changed >= 0) {
            throw hashed.get(changed)._2().changed();
        }
    }

    private List<InputPath> sources() {
        List<InputPath> paths = new ArrayList<>(train.inputs());
        paths.addAll(test.inputs());
        recordedScaling.ifPresent(scaling -> paths.add(InputPath.of(scaling.manifest())));
        return paths;
    }

    private RowSource source(Split split, List<String> locations, int generatedRows) throws IOException {
        if (!settings.generated()) {
            return RowSource.open(locations, settings.source(), conf);
        }
        GeneratedRows drawn = new GeneratedRows(settings.generatedKind(), settings.seed(), split, generatedRows);
        return RowSource.of(drawn.name(), List.of(drawn), settings.source());
    }

    private void requireSameSize() {
        if (train.pixels() != test.pixels()) {
            throw new BadInputException(test.name() + ": found " + test.pixels() + " pixels an image, expected "
                    + train.pixels() + " as in " + train.name());
        }
        if (!train.size().equals(test.size())) {
            throw new BadInputException(test.name() + ": found images of " + test.size() + " pixels, expected "
                    + train.size() + " as in " + train.name());
        }
    }
}
