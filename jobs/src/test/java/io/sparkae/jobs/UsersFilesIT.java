package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands on folders that hold files of the user's own: none is lost. */
@ExtendWith(SharedSpark.class)
class UsersFilesIT {
    @TempDir
    Path folder;

    @Test
    void inputsInAnOutputFolderAreRefusedBeforeAnyWork() throws IOException {
        Path train = csv("dataset/train.csv.gz");
        Path test = csv("dataset/test.csv.gz");
        Path links = Files.createDirectory(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("a"), folder.resolve("dataset"));
        Files.createSymbolicLink(links.resolve("b.csv.gz"), train);
        Path attempt = csv(".unfinished-model/x.csv");

        for (String input : List.of(
                train.toString(),
                "file:" + train,
                folder.resolve("dataset").toString(),
                folder.resolve("*/train.csv.gz").toString(),
                folder.resolve("elsewhere/../dataset/train.csv.gz").toString(),
                links.resolve("a").toString(),
                links.resolve("b.csv.gz").toString(),
                attempt.toString())) {
            Command ingest = sparkae("ingest", "data.train=" + input, "data.test=" + test);

            assertEquals(2, ingest.code(), input + ingest.err());
            assertEquals(1, ingest.err().lines().count(), ingest.err());
            assertTrue(ingest.err().contains("expected inputs outside the folders that the run writes"), ingest.err());
        }
        assertTrue(Files.exists(train) && Files.exists(test) && Files.exists(attempt));
    }

    @Test
    void aFolderForALaterStageIsRefusedBeforeTheFirst() throws IOException {
        Path own = csv("knn/mine.csv");

        Command run = sparkae("run");

        assertEquals(4, run.code(), run.err());
        assertTrue(run.err().contains(folder.resolve("knn") + " holds mine.csv but no manifest.json"), run.err());
        assertTrue(Files.exists(own));
        assertFalse(Files.exists(folder.resolve("dataset")));
    }

    @Test
    void filesBesideTheFoldersAreNotWrittenOver() throws IOException {
        Path metrics = Files.writeString(folder.resolve("metrics.json"), "{\"accuracy\": 1}");
        Path table = Files.writeString(folder.resolve("sweep.json"), "[]");

        Command ingest = sparkae("ingest");
        Command sweep = Command.run("sweep", "--codes", "2", "--run-dir", folder.toString());

        assertEquals(4, ingest.code(), ingest.err());
        assertTrue(ingest.err().contains("metrics.json is not one of sparkae's"), ingest.err());
        assertEquals(4, sweep.code(), sweep.err());
        assertEquals("{\"accuracy\": 1}", Files.readString(metrics));
        assertEquals("[]", Files.readString(table));
    }

    @Test
    void aSweepRefusesAMembersFolderBeforeAnyWork() throws IOException {
        Path own = csv("pca-code2/encodings/mine.csv");

        Command sweep = Command.run("sweep", "--codes", "2", "--run-dir", folder.toString());

        assertEquals(4, sweep.code(), sweep.err());
        assertTrue(Files.exists(own));
        assertFalse(Files.exists(folder.resolve("dataset")));
    }

    @Test
    void generateWritesOverItsOwnFilesOnly() throws IOException {
        Path own = csv("test.csv.gz");
        byte[] before = Files.readAllBytes(own);
        String[] generate = {
            "generate", "-o", folder.toString(), "-s", "generate.train-rows=5", "-s", "generate.test-rows=5"
        };

        Command refused = Command.run(generate);
        byte[] after = Files.readAllBytes(own);
        Files.delete(own);
        Command accepted = Command.run(generate);
        Command again = Command.run(generate);

        assertEquals(4, refused.code(), refused.err());
        assertTrue(refused.err().contains("test.csv.gz exists with other content"), refused.err());
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, after);
        assertEquals(List.of(0, 0), List.of(accepted.code(), again.code()), again.err());
    }

    @Test
    void downloadWritesOverNoOtherFile() throws IOException {
        Path own = Files.writeString(folder.resolve("train-images-idx3-ubyte.gz"), "mine");

        Command refused = Command.run("download", "mnist", "-o", folder.toString());

        assertEquals(4, refused.code(), refused.err());
        assertEquals("mine", Files.readString(own));
    }

    @Test
    void tooFewReferencesAreSaidBeforeTraining() throws IOException {
        Command many = sparkae("run", "generate.train-rows=20", "knn.k=20");
        Path unlabelled = new CsvFixture()
                .line(CsvFixture.pixelNames())
                .line(CsvFixture.join(CsvFixture.pixels(1)))
                .line(CsvFixture.join(CsvFixture.pixels(2)))
                .write(folder.resolve("unlabelled.csv"));
        Command voteless = sparkae("run", "data.train=" + unlabelled, "data.test=" + unlabelled, "knn.k=1");

        assertEquals(2, many.code(), many.err());
        assertEquals(
                "sparkae: knn.k: expected fewer than the 20 reference rows, found 20",
                many.err().strip());
        assertEquals(3, voteless.code(), voteless.err());
        assertTrue(voteless.err().contains("none of 2 rows has one"), voteless.err());
        assertFalse(Files.exists(folder.resolve("model")));
    }

    private Path csv(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return new CsvFixture().line(CsvFixture.header()).rows(0, 20).write(file);
    }

    private Command sparkae(String command, String... settings) {
        List<String> args = new ArrayList<>(List.of(command, "--run-dir", folder.toString()));
        for (String setting : settings) {
            args.addAll(List.of("-s", setting));
        }
        return Command.run(args.toArray(String[]::new));
    }
}
