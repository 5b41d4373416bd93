package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the command refuses, with which exit code. */
@ExtendWith(SharedSpark.class)
class MainRefusalsIT {
    @TempDir
    Path folder;

    @Test
    void whatAFamilyCannotDoIsSaidBeforeAnyWork() {
        Command dl4j = sparkae("train", "training.master=dl4j", "model.family=vae");
        Command layerwise = sparkae("train", "training.layerwise=true", "model.family=tied");
        Command penalty = sparkae("train", "model.activity-penalty.kind=kl");

        assertEquals(2, dl4j.code());
        assertTrue(dl4j.err().contains("training.master: expected resident"), dl4j.err());
        assertEquals(2, layerwise.code());
        assertTrue(layerwise.err().contains("training.layerwise: expected false"), layerwise.err());
        assertEquals(
                0,
                sparkae("ingest", "training.layerwise=true", "model.family=pca").code(),
                "as a sweep has it");
        assertEquals(2, penalty.code());
        assertTrue(penalty.err().contains("model.code-activation: expected sigmoid"), penalty.err());
    }

    @Test
    void stridesThatDoNotDivideTheImageAreNamed() {
        Command run = sparkae("run", "model.family=conv-vae", "model.convolution.strides=[3,1,1,1]");

        assertEquals(2, run.code(), run.out());
        assertTrue(run.err().contains("model.convolution.strides: expected strides whose product divides"), run.err());
    }

    @Test
    void badInputExitsWith3AndOneLine() throws IOException {
        Path cut = new CsvFixture().line(CsvFixture.header()).rows(0, 2000).write(folder.resolve("cut.csv.gz"));
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100_000));
        Path unlabelled = new CsvFixture()
                .line(CsvFixture.pixelNames())
                .line(CsvFixture.join(CsvFixture.pixels(1)))
                .line(CsvFixture.join(CsvFixture.pixels(2)))
                .write(folder.resolve("unlabelled.csv"));

        Command truncated = sparkae("run", "data.train=" + cut, "data.test=" + cut);
        Command voteless =
                sparkae("run", "data.train=" + unlabelled, "data.test=" + unlabelled, "knn.k=1", "training.epochs=1");

        assertEquals(3, truncated.code());
        assertEquals(1, truncated.err().lines().count(), truncated.err());
        assertTrue(
                truncated.err().startsWith("sparkae: " + cut + ": could not be unpacked to its end"), truncated.err());
        assertEquals(3, voteless.code(), voteless.err());
        assertTrue(voteless.err().contains("expected labels, for neighbours to vote with"), voteless.err());
    }

    @Test
    void aRunFolderThatAnotherProcessUsesExitsWith4() throws Exception {
        RunLocks other = new RunLocks();
        other.hold(RunFolder.at(folder.resolve("run").toString(), new Configuration()));

        Command refused = sparkae("ingest");
        other.close();
        Command accepted = sparkae("ingest");

        assertEquals(4, refused.code());
        assertEquals(1, refused.err().lines().count(), refused.err());
        assertTrue(refused.err().contains("another run uses this folder"), refused.err());
        assertEquals(0, accepted.code(), accepted.err());
    }

    private Command sparkae(String command, String... more) {
        return MainIT.command(command, folder.resolve("run"), more);
    }
}
