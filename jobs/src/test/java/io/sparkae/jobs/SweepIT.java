package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sweep} on small inputs, in this JVM's session. */
@ExtendWith(SharedSpark.class)
class SweepIT {
    @TempDir
    Path folder;

    @Test
    void everySizeIsJudgedBesidePixelsAndPrincipalComponents() throws IOException {
        Command sweep = sweep("--codes", "8,2,8");

        assertEquals(0, sweep.code(), sweep.err());
        JsonNode rows =
                new ObjectMapper().readTree(folder.resolve("run/sweep.json").toFile());
        List<String> codes = new ArrayList<>();
        rows.forEach(row -> codes.add(row.get("codes").asText() + " " + row.get("dimension")));
        assertEquals(List.of("pixels 784", "dense 2", "dense 8", "pca 2", "pca 8"), codes);
        for (JsonNode row : rows) {
            assertTrue(row.get("accuracy").asDouble() > 0.05, row.toString());
            assertTrue(row.get("knnSeconds").asDouble() > 0, row.toString());
            assertEquals(
                    784.0 / row.get("dimension").asInt(),
                    row.get("compressionRatio").asDouble(),
                    1e-9);
            assertEquals(
                    350 * 4e-6 * row.get("dimension").asInt(),
                    row.get("megabytes").asDouble(),
                    1e-9);
        }
        assertTrue(
                rows.get(4).get("testMse").asDouble()
                        < rows.get(3).get("testMse").asDouble(),
                rows.toString());
        assertTrue(rows.get(1).has("testBce"), "cross-entropy of a sigmoid's output");
        try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
            assertEquals(1, files.filter(file -> file.endsWith("dataset")).count(), "one dataset for all");
        }
        Path page = folder.resolve("run/report/index.html");
        String drawn = Files.readString(page);
        assertTrue(drawn.contains("Results by code size"), "the page of a sweep, not of a run");
        assertTrue(Files.exists(folder.resolve("run/report/accuracy.png")));
        assertTrue(drawn.contains("dense 8: ") && drawn.contains("pca 8: "), "figures in words too");

        Files.delete(page);
        Command report = Command.run(
                "report", "--force", "--run-dir", folder.resolve("run").toString());

        assertEquals(0, report.code(), report.err());
        assertEquals(drawn, Files.readString(page));

        Command below = Command.run(
                "ingest", "--run-dir", folder.resolve("run/pca-code2").toString(), "-s", "generate.train-rows=111");

        assertEquals(4, below.code(), below.err());
        assertTrue(below.err().contains("shares the dataset of"), below.err());

        Command again = sweep("--codes", "2,8");

        assertEquals(0, again.code(), again.err());
        assertTrue(
                again.out()
                        .lines()
                        .filter(line -> line.contains("done in"))
                        .allMatch(line -> line.startsWith("report")),
                "the page alone is drawn again, for new times: " + again.out());
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        Command none = sweep("--codes", "4,0");
        Command text = sweep("--codes", "4,x");
        Command tooMany = sweep("--codes", "4,785");

        assertEquals(2, none.code());
        assertTrue(none.err().contains("--codes: expected >= 1, found 0"), none.err());
        assertEquals(2, text.code());
        assertTrue(text.err().contains("'x'"), text.err());
        assertEquals(2, tooMany.code());
        assertTrue(
                tooMany.err().contains("--codes: expected at most the 784 features of a row, found 785"),
                tooMany.err());
    }

    private Command sweep(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("sweep", "--run-dir", folder.resolve("run").toString()));
        for (String pair : List.of(
                "generate.train-rows=300",
                "generate.test-rows=50",
                "ingest.validation-fraction=0.1",
                "model.hidden=[]",
                "training.epochs=2",
                "training.worker-batch-size=16")) {
            arguments.addAll(List.of("-s", pair));
        }
        arguments.addAll(Arrays.asList(more));
        return Command.run(arguments.toArray(String[]::new));
    }
}
