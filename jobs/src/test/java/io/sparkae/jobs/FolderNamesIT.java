package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.Json;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run's folder may be called anything: a path is no pattern, and neither is it a URI unless it looks like one. */
@ExtendWith(SharedSpark.class)
class FolderNamesIT {
    @TempDir
    Path folder;

    @Test
    void allStagesWorkBesideAFolderThatANameWouldMatch() throws IOException {
        String name = "what?w[1]{a,b}* b%41+c#d:$ü'\"\\&;";
        String sibling = "whatXw1aX b%41+c#d:$ü'\"&;";
        assertEquals(0, sparkae("ingest", sibling, "generate.train-rows=77").code());

        Command run = sparkae("run", name, "knn.raw=true");
        Command again = sparkae("run", name, "knn.raw=true");

        assertEquals(0, run.code(), run.err());
        assertEquals("", run.err());
        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve(name).resolve("metrics.json")), Map.class);
        assertEquals(47, ((Map<?, ?>) metrics.get("dataset")).get("trainRows"));
        assertTrue(Files.exists(folder.resolve(name).resolve("report/index.html")));
        assertEquals(0, again.code(), again.err());
        assertEquals(
                5,
                again.out()
                        .lines()
                        .filter(line -> line.contains("already done"))
                        .count(),
                again.out());
    }

    @Test
    void aNameThatIsHalfAUriIsRefusedBeforeAnyWork() {
        for (String name : List.of("file:x", "nothing://x/y", "hdfs://a b/c", "")) {
            Command run = Command.run("ingest", "--run-dir", name);

            assertEquals(2, run.code(), name + ": " + run.err());
            assertTrue(run.err().contains("--run-dir"), run.err());
        }
    }

    private Command sparkae(String command, String name, String... settings) {
        List<String> args = new ArrayList<>(
                List.of(command, "--run-dir", folder.resolve(name).toString()));
        for (String setting : List.of(
                "generate.train-rows=50",
                "generate.test-rows=20",
                "training.epochs=1",
                "model.hidden=[8]",
                "model.code=2")) {
            args.addAll(List.of("-s", setting));
        }
        for (String setting : settings) {
            args.addAll(List.of("-s", setting));
        }
        return Command.run(args.toArray(String[]::new));
    }
}
