package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.files.InputFile;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.StageTransaction;
import io.sparkae.run.Workspace;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that change after they are hashed are refused. */
@ExtendWith(SharedSpark.class)
class ChangedInputIT {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_600_000_000_000L);

    @TempDir
    Path folder;

    private SparkSession spark;
    private Path train;
    private Path other;

    @BeforeEach
    void inputs(SparkSession session) throws IOException {
        spark = session;
        spark.sparkContext()
                .hadoopConfiguration()
                .setClass("fs.changing.impl", ChangingFileSystem.class, FileSystem.class);
        train = csv("train.csv", 40);
        other = new CsvFixture().line(CsvFixture.header()).rows(1, 41).write(folder.resolve("other.csv"));
        Files.setLastModifiedTime(train, LONG_AGO);
        Files.setLastModifiedTime(other, LONG_AGO);
    }

    @Test
    void aFileWrittenToAfterItWasHashedIsNamed() throws Exception {
        refused(() -> Files.write(train, Files.readAllBytes(other)), () -> {});
    }

    /** Keeps length and modification time. */
    @Test
    void anotherFilePutInItsPlaceIsNoticed() throws Exception {
        refused(() -> Files.move(other, train, StandardCopyOption.REPLACE_EXISTING), () -> {});
    }

    /** Only the content tells. */
    @Test
    void aFileWhoseTimeWasPutBackIsNoticed() throws Exception {
        refused(
                () -> {
                    Files.write(train, Files.readAllBytes(other));
                    Files.setLastModifiedTime(train, LONG_AGO);
                },
                () -> {});
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNamed() throws Exception {
        refused(() -> {}, () -> Files.write(train, Files.readAllBytes(other)));
    }

    @Test
    void otherPermissionsAreNoOtherContent() throws Exception {
        run(() -> Files.setPosixFilePermissions(train, PosixFilePermissions.fromString("r--r-----")), () -> {});

        assertTrue(Files.exists(folder.resolve("run/dataset/manifest.json")));
    }

    private void refused(Change beforeReading, Change afterReading) throws Exception {
        String message = assertThrows(BadInputException.class, () -> run(beforeReading, afterReading))
                .getMessage();

        assertEquals(
                "changing:" + train
                        + ": the file changed while it was read: run again when nobody writes to it any more",
                message);
        assertTrue(Files.notExists(folder.resolve("run/dataset")));
    }

    private void run(Change beforeReading, Change afterReading) throws IOException {
        Path test = csv("test.csv", 5);
        Settings settings = Settings.load(
                List.of(), List.of("data.train=changing:" + train, "data.test=" + test, "ingest.partitions=1"));
        SettingsReader reader = settings.reader();
        IngestSettings read = IngestSettings.read(reader);
        RunFolder run = RunFolder.at(
                folder.resolve("run").toString(), spark.sparkContext().hadoopConfiguration());
        IngestStage ingest = new IngestStage(spark, run, StageSettings.from(settings), read);
        Stage changing = new Stage(StageName.INGEST, run, StageSettings.from(settings)) {
            @Override
            public List<InputFile> inputs() throws IOException {
                return ingest.inputs();
            }

            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                beforeReading.make();
                ChangingFileSystem.afterReading = afterReading;
                try {
                    return ingest.write(workspace);
                } finally {
                    ChangingFileSystem.afterReading = () -> {};
                }
            }
        };
        try (RunLocks locks = new RunLocks()) {
            new StageTransaction(locks.hold(run)).run(changing, true);
        }
    }

    private Path csv(String name, int rows) throws IOException {
        return new CsvFixture().line(CsvFixture.header()).rows(0, rows).write(folder.resolve(name));
    }

    /** A change of the input. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** Local files that change once they were read. */
    public static final class ChangingFileSystem extends RawLocalFileSystem {
        private static volatile Change afterReading = () -> {};

        @Override
        public URI getUri() {
            return URI.create("changing:///");
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize) throws IOException {
            return new FSDataInputStream(super.open(file, bufferSize).getWrappedStream()) {
                @Override
                public void close() throws IOException {
                    super.close();
                    afterReading.make();
                }
            };
        }
    }
}
