package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs side by side, and reports of runs that are not whole. */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonIT {
    private Path folder;

    @BeforeAll
    void twoRuns(@TempDir Path temporary) {
        folder = temporary;
        run(
                "dense",
                "model.hidden=[16]",
                "model.code=4",
                "experiment.name=dense",
                "data.class-names=[\"<b>\",1,2,3,4,5,6,7,8,9]");
        run("pca", "model.family=pca", "model.code=4", "experiment.name=pca");
    }

    @Test
    void showsFiguresAndSettingsOfEachRun() throws IOException {
        Command compared = report("--compare", path("dense"), path("pca"), "--run-dir", path("both"));

        assertEquals(0, compared.code(), compared.err());
        String page = Files.readString(folder.resolve("both/report/index.html"));
        for (String expected : List.of(
                "<h1>dense – pca</h1>",
                "<th scope=\"col\">dense</th><th scope=\"col\">pca</th>",
                "<th scope=\"row\">model.family</th><td>dense</td><td>pca</td>",
                "k-NN on codes: accuracy ↑",
                "id=\"loss\"",
                "id=\"reconstructions\"",
                "id=\"codes\"",
                "id=\"latent\"")) {
            assertTrue(page.contains(expected), expected);
        }
        assertEquals(1, page.split("id=\"summary\"", -1).length - 1, "one summary");
        assertTrue(Files.exists(folder.resolve("both/report/reconstructions.png")));
        assertFalse(page.contains("report.rows"), "how runs were drawn is none of their settings");
        assertTrue(Files.exists(folder.resolve("both/report/latent-2.png")));
    }

    @Test
    void aRunIsNotComparedWithItself() {
        assertEquals(2, report("--compare", path("dense"), path("dense") + "/").code());
        assertEquals(
                2,
                report("--compare", path("dense"), path("pca"), "--run-dir", path("pca"))
                        .code());
        assertEquals(2, report("--compare", path("dense"), path("none")).code());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void namesAreEscaped() throws IOException {
        String page = Files.readString(folder.resolve("dense/report/index.html"));

        assertFalse(page.contains("<b>"));
        assertTrue(page.contains("&lt;b&gt;"));
    }

    @Test
    void aSingleRowIsEnoughForAPage() {
        Command single = report("--run-dir", path("dense"), "--force", "-s", "report.rows=1");

        assertEquals(0, single.code(), single.err());
    }

    @Test
    void missingOutputIsNotLeftOutInSilence() throws IOException {
        org.apache.commons.io.FileUtils.copyDirectory(
                folder.resolve("dense").toFile(), folder.resolve("cut").toFile());
        try (var files = Files.list(folder.resolve("cut/encodings/test"))) {
            Files.delete(files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow());
        }

        Command cut = report("--run-dir", path("cut"));

        assertEquals(4, cut.code(), cut.out());
        assertTrue(cut.err().contains("encodings"), cut.err());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Command report(String... arguments) {
        List<String> all = new ArrayList<>(List.of("report"));
        all.addAll(List.of(arguments));
        return Command.run(all.toArray(String[]::new));
    }

    private void run(String name, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("run", "--run-dir", path(name)));
        List<String> all = new ArrayList<>(
                List.of("generate.train-rows=300", "generate.test-rows=60", "training.epochs=2", "knn.k=3"));
        all.addAll(List.of(settings));
        all.forEach(setting -> arguments.addAll(List.of("-s", setting)));
        Command run = Command.run(arguments.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
    }
}
