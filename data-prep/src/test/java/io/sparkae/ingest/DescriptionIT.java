package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.run.Manifest;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class DescriptionIT {
    private static final String HEADER = "label,pixel0,pixel1,pixel2,pixel3";

    @TempDir
    Path folder;

    private IngestFixture fixture;

    @BeforeEach
    void open(SparkSession spark) {
        fixture = new IngestFixture(spark, folder.resolve("run"));
    }

    @Test
    void classesPixelsAndRepeatedRowsAreCounted() throws IOException {
        Path train = csv("train.csv", "0,1,2,3,9", "1,4,5,6,9", "1,1,2,3,9", "2,1,2,3,9", "0,8,8,8,9");
        Path test = csv("test.csv", "0,4,5,6,9", "2,7,7,7,7", "1,4,5,6,9");

        IngestFigures dataset = ingest(train, test, "ingest.validation-fraction=0");

        assertEquals(3, dataset.classes());
        assertEquals(2, dataset.duplicateTrainRows());
        assertEquals(1, dataset.duplicateTestRows());
        assertEquals(2, dataset.testRowsInTrain());
        IngestFigures.SplitFigures training = dataset.splits().train();
        assertEquals(List.of(2L, 2L, 1L), training.classCounts());
        assertEquals(1, training.constantPixels());
        double[] values = {1, 2, 3, 9, 4, 5, 6, 9, 1, 2, 3, 9, 1, 2, 3, 9, 8, 8, 8, 9};
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertEquals(mean, training.pixelMean(), 1e-12);
        assertEquals(variance, training.pixelVariance(), 1e-12);
        assertEquals(List.of(1L, 1L, 1L), dataset.splits().test().classCounts());
        assertEquals(
                List.of("2 of 3 test rows have the same pixels as a row of the training input: figures on test rows"
                        + " will flatter the model"),
                dataset.warnings());
    }

    @Test
    void aClassThatASplitLacksIsNamed() throws IOException {
        Path train = csv("train.csv", "0,1,2,3,9", "1,4,5,6,9");
        Path test = csv("test.csv", "0,5,5,6,9");

        IngestFigures dataset =
                ingest(train, test, "ingest.validation-fraction=0", "data.class-names=[Trouser,Bag,Coat]");

        assertEquals(
                List.of(
                        "no row of class 2 (Coat) in the train rows",
                        "no row of class 1 (Bag), 2 (Coat) in the test rows"),
                dataset.warnings());
    }

    @Test
    void ofManyClassesThatASplitLacksTheFirstAreNamed() throws IOException {
        Path train = csv("train.csv", "0,1,2,3,9", "1199,4,5,6,9");

        IngestFigures dataset = ingest(train, train, "ingest.validation-fraction=0", "data.classes=1200");

        String warning = dataset.warnings().get(1);
        assertEquals("no row of class 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1188 others in the train rows", warning);
    }

    @Test
    void aTrainingInputWithoutLabelsIsWarnedOf() throws IOException {
        Path images = Files.write(
                folder.resolve("train-images-idx3-ubyte"),
                new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6});

        IngestFigures dataset = ingest(images, images);

        assertEquals(
                List.of(
                        images + ": found no labels beside the images; looked for train-labels-idx1-ubyte,"
                                + " train-labels.idx1-ubyte, train-labels-idx2-int, train-labels.idx2-int (also .gz,"
                                + " .bz2)",
                        "no row of the training input has a label: k-NN classification has no votes"),
                dataset.warnings().stream()
                        .filter(warning -> warning.contains("label"))
                        .distinct()
                        .toList());
    }

    @Test
    void labelledAndUnlabelledFilesGoTogether() throws IOException {
        Path train = csv("train.csv", "0,1,2,3,9", "1,4,5,6,9");
        Path unlabelled = new CsvFixture()
                .line("pixel3,pixel0,pixel1,pixel2")
                .line("9,3,2,1")
                .line("8,3,2,1")
                .write(folder.resolve("unlabelled.csv"));
        Path test = csv("test.csv", "0,5,5,6,9", "1,5,5,5,5");

        Manifest manifest = fixture.ingest(
                "data.train=[\"" + train + "\",\"" + unlabelled + "\"]",
                "data.test=" + test,
                "ingest.validation-fraction=0");

        IngestFigures.SplitFigures training =
                manifest.figures(IngestFigures.class).orElseThrow().splits().train();
        assertEquals(2, training.unlabelledRows());
        assertEquals(List.of(1L, 1L), training.classCounts());
        assertEquals(4, manifest.rows().get("train"));
        assertEquals(3, manifest.inputs().size());
    }

    @Test
    void valuesThatWereScaledBeforeAreNoticed() throws IOException {
        Path binary = csv("train.csv", "0,1,0,1,1", "0,1,1,1,0");

        IngestFigures dataset = ingest(binary, binary, "ingest.validation-fraction=0");

        assertTrue(dataset.warnings().toString().contains("no value of the training input is above 1.0"));
    }

    @Test
    void aLabelFarFromTheOthersIsNotTakenForAClass() throws IOException {
        Path stray = csv("train.csv", "0,1,2,3,9", "1,4,5,6,9", "99,4,5,6,9");
        Path test = csv("test.csv", "0,1,2,3,9", "1,4,5,6,9");

        String inTrain =
                assertThrows(BadInputException.class, () -> ingest(stray, test)).getMessage();
        String inTest = assertThrows(BadInputException.class, () -> ingest(test, csv("two.csv", "2,1,2,3,9")))
                .getMessage();

        assertEquals(
                stray
                        + ": found label 99, but no row with label 2: expected labels from 0 without gaps; if this is"
                        + " right set data.classes",
                inTrain);
        assertTrue(inTest.contains("found label 2, expected labels below 2 as in the training input"), inTest);
    }

    @Test
    void aStratifiedSplitHoldsOutTheSameShareOfEveryClass() throws IOException {
        CsvFixture rows = new CsvFixture().line(HEADER);
        for (int row = 0; row < 200; row++) {
            rows.line((row % 20 == 0 ? 1 : 0) + "," + row + ",1,2,3");
        }
        Path train = rows.write(folder.resolve("train.csv"));

        IngestFigures dataset = ingest(train, train, "ingest.split=stratified", "ingest.validation-fraction=0.1");

        assertEquals(List.of(19L, 1L), dataset.splits().validation().classCounts());
        assertEquals(List.of(171L, 9L), dataset.splits().train().classCounts());
    }

    private IngestFigures ingest(Path train, Path test, String... pairs) throws IOException {
        String[] all = Stream.concat(Stream.of("data.train=" + train, "data.test=" + test), Arrays.stream(pairs))
                .toArray(String[]::new);
        return fixture.ingest(all).figures(IngestFigures.class).orElseThrow();
    }

    private Path csv(String name, String... rows) throws IOException {
        CsvFixture csv = new CsvFixture().line(HEADER);
        List.of(rows).forEach(csv::line);
        return csv.write(folder.resolve(name));
    }
}
