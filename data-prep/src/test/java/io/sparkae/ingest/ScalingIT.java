package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.run.StageName;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.feature.StandardScaler;
import org.apache.spark.mllib.feature.StandardScalerModel;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class ScalingIT {
    private static final int CONSTANT = 7;

    @TempDir
    Path folder;

    private IngestFixture fixture;
    private SparkSession spark;
    private String train;
    private String test;

    @BeforeEach
    void writeFiles(SparkSession session) throws Exception {
        spark = session;
        fixture = new IngestFixture(session, folder.resolve("run"));
        train = "data.train=" + file("train.csv", 0, 300);
        test = "data.test=" + file("test.csv", 500, 540);
    }

    @Test
    void standardisationIsMllibsFittedOnTheTrainingRowsOnly() throws Exception {
        Manifest manifest = fixture.ingest(train, test, "ingest.scaling=standard", "ingest.validation-fraction=0.2");

        RowBlock training = fixture.rows(manifest, Split.TRAIN);
        List<Vector> raw = new ArrayList<>();
        for (long id : training.ids()) {
            raw.add(Vectors.dense(pixels((int) id)));
        }
        StandardScalerModel expected = new StandardScaler(true, true)
                .fit(JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(raw)
                        .rdd());
        for (Split split : Split.values()) {
            RowBlock rows = fixture.rows(manifest, split);
            for (int row = 0; row < rows.rows(); row++) {
                int number = (int) rows.ids()[row] + (split == Split.TEST ? 500 : 0);
                double[] wanted =
                        expected.transform(Vectors.dense(pixels(number))).toArray();
                for (int pixel = 0; pixel < wanted.length; pixel++) {
                    assertEquals(wanted[pixel], rows.values()[row * wanted.length + pixel], 1e-5);
                }
                assertEquals(0, rows.values()[row * wanted.length + CONSTANT]);
            }
        }
    }

    @Test
    void standardisationIsBitwiseEqualForAnyStorage() throws Exception {
        Path parts = folder.resolve("parts");
        Files.createDirectory(parts);
        for (int part = 0; part < 6; part++) {
            file("parts/" + part + ".csv.gz", part * 50, part * 50 + 50);
        }
        Manifest whole = fixture.ingest(train, test, "ingest.scaling=standard");

        Manifest cut = fixture.ingest("data.train=" + parts, test, "ingest.scaling=standard");

        assertEquals(DatasetFacts.of(whole).scaling(), DatasetFacts.of(cut).scaling());
    }

    @Test
    void theRecordedScalingIsAppliedToLaterRows() throws Exception {
        Manifest first = fixture.ingest(train, test, "ingest.scaling=standard");
        IngestFixture later = new IngestFixture(spark, folder.resolve("later"));

        Manifest second =
                later.ingest(test.replace("test=", "train="), test, "ingest.scaling-from=" + fixture.folder());

        assertArrayEquals(
                fixture.rows(first, Split.TEST).values(),
                later.rows(second, Split.TEST).values());
        assertEquals(DatasetFacts.of(first).scaling(), DatasetFacts.of(second).scaling());
        float[] byHand = DatasetFacts.of(first).scaling().apply(new float[] {9, 200, 31}, 3);
        assertEquals(DatasetFacts.of(first).scaling().apply(2, 31), byHand[2]);
        assertTrue(second.inputs().stream()
                .anyMatch(i -> i.path().endsWith(StageName.INGEST.folder() + "/" + Manifest.FILE)));
    }

    @Test
    void withoutAnEarlierDatasetThereIsNoScalingToTake() {
        Exception refused = assertThrows(
                Exception.class, () -> fixture.ingest(train, test, "ingest.scaling-from=" + folder.resolve("none")));

        assertTrue(refused.getCause().getMessage().contains("ingest.scaling-from: expected the folder of a run"));
    }

    @Test
    void valuesCanBeLeftAsTheyAre() throws Exception {
        Manifest manifest = fixture.ingest(train, test, "ingest.scaling=none");

        RowBlock rows = fixture.rows(manifest, Split.TEST);

        for (int row = 0; row < rows.rows(); row++) {
            double[] expected = pixels((int) rows.ids()[row] + 500);
            for (int pixel = 0; pixel < expected.length; pixel++) {
                assertEquals(expected[pixel], rows.values()[row * expected.length + pixel]);
            }
        }
        assertEquals(0.0, DatasetFacts.of(manifest).smallestFeature());
        assertEquals(255.0, DatasetFacts.of(manifest).largestFeature());
    }

    private Path file(String name, int from, int to) throws Exception {
        CsvFixture csv = new CsvFixture().line(CsvFixture.header());
        for (int row = from; row < to; row++) {
            double[] pixels = pixels(row);
            StringBuilder line = new StringBuilder().append(row % 10);
            for (double pixel : pixels) {
                line.append(',').append((int) pixel);
            }
            csv.line(line.toString());
        }
        return csv.write(folder.resolve(name));
    }

    private static double[] pixels(int row) {
        double[] pixels = Arrays.stream(CsvFixture.pixels(row)).asDoubleStream().toArray();
        pixels[CONSTANT] = 9;
        return pixels;
    }
}
