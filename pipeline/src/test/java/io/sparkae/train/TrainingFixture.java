package io.sparkae.train;

import io.sparkae.model.Corruption;
import io.sparkae.model.Networks;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.averaging.ValidationLoss;
import io.sparkae.train.checkpoint.CheckpointFile;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.replica.NetworkReplica;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A training as the stage sets it up, on rows held by the test. */
public final class TrainingFixture {
    private static final String FINGERPRINT = "test";
    private static final CheckpointSettings EVERY_ROUND = new CheckpointSettings(1, 1e-9, 2);

    private final JavaSparkContext spark;
    private final MultiLayerConfiguration configuration;
    private final JavaRDD<RowBlock> rows;
    private final Path folder;
    private TrainingListener listener = TrainingListener.NONE;
    private UnaryOperator<AveragingEngine> around = engine -> engine;
    private TrainingSettings last;

    /** @param folder for checkpoints */
    public TrainingFixture(
            JavaSparkContext spark, MultiLayerConfiguration configuration, JavaRDD<RowBlock> rows, Path folder) {
        this.spark = spark;
        this.configuration = configuration;
        this.rows = rows;
        this.folder = folder;
    }

    static TrainingSettings settings(String... pairs) {
        SettingsReader reader = Settings.load(List.of(), List.of(pairs)).reader();
        TrainingSettings settings = TrainingSettings.read(reader);
        reader.check();
        return settings;
    }

    public TrainingFixture tell(TrainingListener who) {
        listener = who;
        return this;
    }

    /** Puts something between the loop and its engine. */
    public TrainingFixture through(UnaryOperator<AveragingEngine> wrapper) {
        around = wrapper;
        return this;
    }

    /** The state before the first step. */
    TrainingState initial() {
        Replica untrained = new NetworkReplica(Networks.initialised(configuration), Rows.FEATURES);
        return new TrainingState(untrained.parameters(), untrained.updaterState(), 0, 0);
    }

    public Progress train(String... pairs) {
        TrainingSettings settings = settings(pairs);
        return train(settings, Progress.begin(initial(), settings.method()));
    }

    /** From the newest checkpoint. */
    Progress resume(String... pairs) {
        TrainingSettings settings = settings(pairs);
        last = settings;
        return train(
                settings,
                found().map(CheckpointFolder.Found::progress)
                        .orElseGet(() -> Progress.begin(initial(), settings.method())));
    }

    String newestCheckpoint() {
        return found().orElseThrow().file().toString();
    }

    private Progress train(TrainingSettings settings, Progress start) {
        last = settings;
        ReplicaKind kind = new ReplicaKind(configuration.toJson(), Rows.FEATURES, settings.kernel(), Corruption.NONE);
        try (ValidationLoss none = new ValidationLoss(spark, rows, true, kind);
                AveragingEngine engine = around.apply(PhasedTraining.engine(spark, settings, kind, rows))) {
            CheckpointFolder.Schedule taken = new CheckpointFolder.Schedule(
                    checkpoints(), EVERY_ROUND, System::nanoTime, listener::checkpointTaken);
            return new TrainingLoop(settings, null, settings.method(), engine, none, taken, listener).run(start);
        }
    }

    private Optional<CheckpointFolder.Found> found() {
        try {
            TrainingState initial = initial();
            int parameters = initial.parameters().length;
            CheckpointFile.Expected expected = new CheckpointFile.Expected(
                    last.epochs(),
                    parameters,
                    initial.updaterState().length,
                    last.method().velocityLength(parameters),
                    0);
            return checkpoints().newest(listener::damaged, List.of(() -> expected));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CheckpointFolder checkpoints() {
        try {
            FileSystem fs = FileSystem.getLocal(new Configuration()).getRawFileSystem();
            return new CheckpointFolder(fs, new org.apache.hadoop.fs.Path(folder.toUri()), FINGERPRINT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
