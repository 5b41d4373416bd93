package io.sparkae.train;

import io.sparkae.dataset.RowBlock;
import io.sparkae.model.Loss;
import io.sparkae.model.Networks;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A training as the stage sets it up, on rows held by the test. */
final class TrainingFixture {
    private static final String FINGERPRINT = "test";

    private final JavaSparkContext spark;
    private final MultiLayerConfiguration configuration;
    private final JavaRDD<RowBlock> rows;
    private final Path folder;
    private TrainingListener listener = TrainingListener.NONE;
    private AveragingEngine engine;

    /** @param folder for checkpoints */
    TrainingFixture(
            JavaSparkContext spark, MultiLayerConfiguration configuration, JavaRDD<RowBlock> rows, Path folder) {
        this.spark = spark;
        this.configuration = configuration;
        this.rows = rows;
        this.folder = folder;
    }

    /** The checkpoints that were taken. */
    CheckpointFolder checkpoints() {
        try {
            FileSystem fs = FileSystem.getLocal(new Configuration()).getRawFileSystem();
            return new CheckpointFolder(fs, new org.apache.hadoop.fs.Path(folder.toUri()), FINGERPRINT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TrainingSettings settings(String... pairs) {
        SettingsReader reader = Settings.load(List.of(), List.of(pairs)).reader();
        TrainingSettings settings = TrainingSettings.read(reader);
        reader.check();
        return settings;
    }

    TrainingFixture tell(TrainingListener who) {
        listener = who;
        return this;
    }

    /** Instead of the resident one. */
    TrainingFixture on(AveragingEngine other) {
        engine = other;
        return this;
    }

    /** The state before the first step. */
    TrainingState initial() {
        Replica untrained = new NetworkReplica(Networks.initialised(configuration));
        return new TrainingState(untrained.parameters(), untrained.updaterState(), 0, 0);
    }

    Progress train(String... pairs) {
        TrainingSettings settings = settings(pairs);
        return train(settings, Progress.begin(initial(), settings.averaging().blockMomentum()));
    }

    Progress train(TrainingSettings settings, Progress start) {
        String json = configuration.toJson();
        try (ValidationLoss none = new ValidationLoss(spark, rows, true, json, Loss.BCE);
                AveragingEngine used = engine != null ? engine : new ResidentEngine(spark, settings, json, rows)) {
            Checkpoints taken = new Checkpoints(checkpoints(), new CheckpointSettings(1, 0, 2), System::nanoTime);
            return new TrainingLoop(settings, used, none, taken, listener).run(start);
        }
    }
}
