package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A dataset whose files were harmed after its manifest was written. */
@ExtendWith(SharedSpark.class)
class DamagedDatasetIT {
    @TempDir
    Path run;

    @BeforeEach
    void ingest() {
        assertEquals(0, sparkae("ingest").code());
    }

    @Test
    void aFlippedBitIsFoundAndTheFileNamed() throws IOException {
        Path part = run.resolve("dataset/train/part-00000.parquet");
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1; // features fill most of the file
        Files.write(part, bytes);

        Command train = sparkae("train");
        Command again = sparkae("ingest", "--force");
        Command after = sparkae("train");

        assertEquals(4, train.code(), train.err());
        assertEquals(1, train.err().lines().count(), train.err());
        assertTrue(train.err().startsWith("sparkae: an earlier stage's output is damaged"), train.err());
        assertTrue(train.err().contains("dataset/train/part-00000.parquet"), train.err());
        assertEquals(0, again.code(), again.err());
        assertEquals(0, after.code(), after.err());
    }

    @Test
    void aFileThatWasDeletedOrCutIsNamed() throws IOException {
        Path part = run.resolve("dataset/train/part-00001.parquet");
        byte[] bytes = Files.readAllBytes(part);
        Files.write(part, Arrays.copyOf(bytes, bytes.length - 1));
        Command cut = sparkae("train");
        Files.delete(part);
        Command deleted = sparkae("train");

        assertEquals(4, cut.code());
        assertTrue(cut.err().contains("train/part-00001.parquet has " + (bytes.length - 1) + " bytes"), cut.err());
        assertEquals(4, deleted.code());
        assertTrue(deleted.err().contains("train/part-00001.parquet is missing"), deleted.err());
    }

    @Test
    void aRunFolderThatCannotBeWrittenToIsTheUsersMatter() {
        Path inTheWay = run.resolve("dataset/manifest.json/below");

        Command refused = Command.run("ingest", "--run-dir", inTheWay.toString());

        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().contains("expected a folder that can be written to"), refused.err());
    }

    private Command sparkae(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--run-dir",
                run.toString(),
                "-s",
                "generate.train-rows=400",
                "-s",
                "generate.test-rows=50",
                "-s",
                "training.epochs=1",
                "-s",
                "model.hidden=[16]",
                "-s",
                "model.code=4"));
        return Command.run(all.toArray(String[]::new));
    }
}
