package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.CsvFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset's files are the same bytes on machines with other numbers of cores. */
class SameBytesIT {
    /** Two slices of 16 MB and some. */
    private static final int ROWS = 7_000;

    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void anyNumberOfCoresWritesTheSameFiles() throws Exception {
        Path train = new CsvFixture().line(CsvFixture.header()).rows(0, ROWS).write(folder.resolve("train.csv"));
        assertTrue(Files.size(train) > 1 << 24, "more than one slice");

        Path one = ingest("local[1]", train);
        Path three = ingest("local[3]", train);

        List<String> names = files(one);
        assertEquals(7, names.size(), names::toString); // two for each split, and the manifest
        assertEquals(names, files(three));
        for (String name : names) {
            if (!name.endsWith("manifest.json")) { // which has the time
                assertArrayEquals(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(three.resolve(name)), name);
            }
        }
    }

    private Path ingest(String master, Path train) throws Exception {
        Path run = folder.resolve(master);
        Path output = folder.resolve(master + ".txt");
        Process process = ChildCommand.start(
                output,
                "ingest",
                "--run-dir",
                run.toString(),
                "-s",
                "spark.master=" + master,
                "-s",
                "data.train=" + train,
                "-s",
                "data.test=" + train,
                "-s",
                "ingest.scaling=standard",
                "-s",
                "model.loss=mse",
                "-s",
                "ingest.split=stratified");
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals(0, process.exitValue(), Files.readString(output));
        return run.resolve("dataset");
    }

    private static List<String> files(Path dataset) throws Exception {
        try (Stream<Path> all = Files.walk(dataset)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> dataset.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
