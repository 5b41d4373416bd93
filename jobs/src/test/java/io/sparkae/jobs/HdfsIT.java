package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ml.Autoencoder;
import io.sparkae.ml.AutoencoderModel;
import io.sparkae.ml.NearestNeighborsClassifier;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Input and run folder on HDFS: a NameNode and a DataNode in this JVM. */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HdfsIT {
    private Path folder;
    private MiniDFSCluster hdfs;
    private FileSystem fs;

    @BeforeAll
    void start(@TempDir Path temporary, SparkSession spark) throws IOException {
        folder = temporary;
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        hdfs.waitClusterUp();
        fs = hdfs.getFileSystem();
    }

    @AfterAll
    void stop() {
        hdfs.shutdown();
    }

    @Test
    void aWholeRunOnHdfsGivesTheModelOfOneHereAndIsNotDoneTwice() throws Exception {
        Path local = new CsvFixture().line(CsvFixture.header()).rows(0, 200).write(folder.resolve("train.csv.gz"));
        org.apache.hadoop.fs.Path data = new org.apache.hadoop.fs.Path(fs.getUri() + "/data/train.csv.gz");
        fs.copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toString()), data);
        String run = fs.getUri() + "/runs/one";

        Command here = run("run", folder.resolve("here").toString(), local.toString());
        Command there = run("run", run, fs.getUri() + "/data");
        Command again = run("run", run, fs.getUri() + "/data");
        Command forced = run("ingest", run, fs.getUri() + "/data/*.gz", "--force");

        assertEquals(0, here.code(), here.err());
        assertEquals(0, there.code(), there.err());
        assertArrayEquals(
                java.nio.file.Files.readAllBytes(folder.resolve("here/model/model.zip")),
                read(run + "/model/model.zip"));
        assertEquals(
                5,
                again.out()
                        .lines()
                        .filter(line -> line.contains("already done"))
                        .count(),
                again.out());
        assertEquals(0, forced.code(), forced.err());
        assertFalse(forced.out().contains("already done"), forced.out());
        List<String> left = Arrays.stream(fs.listStatus(new org.apache.hadoop.fs.Path(run)))
                .map(FileStatus::getPath)
                .map(org.apache.hadoop.fs.Path::getName)
                .sorted()
                .toList();
        assertEquals(List.of("dataset", "encodings", "knn", "metrics.json", "model", "report", "settings.conf"), left);
    }

    /** Spark ML's own way to a folder, and ours to the files beside the metadata. */
    @Test
    void fittedStagesAreSavedToHdfsAndLoaded(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.range(40).selectExpr("id % 2 AS label", "array(id / 40, 1 - id / 40) AS features");
        PipelineModel model = new Pipeline()
                .setStages(new PipelineStage[] {
                    new Autoencoder().setHidden(4).setCodeSize(2).setEpochs(1),
                    new NearestNeighborsClassifier().setFeaturesCol("code").setK(3)
                })
                .fit(rows);
        String folderThere = fs.getUri() + "/models/pipeline";

        model.save(folderThere);
        model.write().overwrite().save(folderThere);

        assertEquals(
                model.transform(rows).collectAsList(),
                PipelineModel.load(folderThere).transform(rows).collectAsList());
        AutoencoderModel more = new Autoencoder()
                .setHidden(4)
                .setCodeSize(2)
                .setInitialModel(fs.globStatus(new org.apache.hadoop.fs.Path(folderThere + "/stages/0_*"))[0]
                        .getPath()
                        .toString())
                .fit(rows);
        assertEquals(10, more.summary().totalIterations());
    }

    @Test
    void aModelOnHdfsIsExportedToHdfs() throws Exception {
        Path local = new CsvFixture().line(CsvFixture.header()).rows(0, 60).write(folder.resolve("few.csv"));
        String run = fs.getUri() + "/runs/exported";
        String file = fs.getUri() + "/exported/encoder.onnx";
        Command trained = run("ingest", run, local.toString());
        trained = trained.code() == 0 ? run("train", run, local.toString()) : trained;

        Command exported = Command.run("export", "--model", run, "--part", "encoder", "--output", file);
        Command here = Command.run(
                "export",
                "--model",
                run + "/model/model.zip",
                "--part",
                "encoder",
                "--output",
                folder.resolve("encoder.onnx").toString());
        Command again = Command.run("export", "--model", run, "--part", "encoder", "--output", file);

        assertEquals(0, trained.code(), trained.err());
        assertEquals(0, exported.code() + here.code(), exported.err() + here.err());
        assertArrayEquals(java.nio.file.Files.readAllBytes(folder.resolve("encoder.onnx")), read(file));
        assertEquals(1, fs.listStatus(new org.apache.hadoop.fs.Path("/exported")).length);
        assertEquals(2, again.code());
        assertTrue(again.err().contains("encoder.onnx is there already: give --force"), again.err());
    }

    @Test
    void whatIsMissingOnHdfsIsNamed() {
        Command absent = run("ingest", fs.getUri() + "/runs/two", fs.getUri() + "/nothing.csv");

        assertEquals(3, absent.code());
        assertTrue(absent.err().contains("/nothing.csv: expected a file, a folder or a glob of files"), absent.err());
    }

    private static Command run(String command, String run, String data, String... more) {
        return Command.run(Stream.concat(
                        Stream.of(
                                command,
                                "--run-dir",
                                run,
                                "-s",
                                "data.train=" + data,
                                "-s",
                                "data.test=" + data,
                                "-s",
                                "model.hidden=[16]",
                                "-s",
                                "model.code=4",
                                "-s",
                                "training.epochs=2",
                                "-s",
                                "knn.k=3"),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private byte[] read(String file) throws IOException {
        try (InputStream in = fs.open(new org.apache.hadoop.fs.Path(file))) {
            return in.readAllBytes();
        }
    }
}
