package io.sparkae.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import io.sparkae.report.section.ReportSettings;
import io.sparkae.report.section.RunFixture;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonStageTest {
    @TempDir
    Path folder;

    @Test
    void runsStandInColumnsWithWhatDiffers() throws IOException {
        RunFolder one = run("one", 0.9, 3);
        RunFolder other = run("other", 0.5, 7);

        String page = compared(one, other);

        assertTrue(page.contains("<h1>one – other</h1>"), page);
        assertTrue(page.contains("<th scope=\"col\">one</th><th scope=\"col\">other</th>"), page);
        assertTrue(
                page.contains("<th scope=\"row\">k-NN on codes: accuracy ↑</th>"
                        + "<td>90.00\u00a0%</td><td>50.00\u00a0%</td>"),
                page);
        assertTrue(page.contains("<th scope=\"row\">k-NN on codes: search time ↓</th>"), page);
        assertTrue(page.contains("<th scope=\"row\">knn.k</th><td>3</td><td>7</td>"), page);
        assertEquals(1, page.split("<section id=\"summary\">", -1).length - 1, page);
        assertFalse(page.contains("knn.metric"), "equal settings are left out");
    }

    @Test
    void foldersOfOneNameAreToldApartByPath() throws IOException {
        RunFolder one = run("a/run", 0.9, 3);
        RunFolder other = run("b/run", 0.5, 3);

        assertEquals(List.of(one.root().toString(), other.root().toString()), RunNames.of(List.of(one, other)));
    }

    @Test
    void aFolderWithoutARunIsRefused() throws IOException {
        RunFolder one = run("one", 0.9, 3);
        RunFolder none = at("none");

        StageOutputException refused =
                assertThrows(StageOutputException.class, () -> stage(one, none).inputs());
        assertTrue(refused.getMessage().contains("no run in " + none.root()), refused.getMessage());
    }

    private String compared(RunFolder... runs) throws IOException {
        try (RunLocks locks = new RunLocks()) {
            new StageTransaction(locks.hold(at("both"))).run(stage(runs), false);
        }
        return Files.readString(folder.resolve("both/report/index.html"));
    }

    private ComparisonStage stage(RunFolder... runs) {
        return new ComparisonStage(null, at("both"), List.of(runs), any -> Map.of(), ReportSettings.defaults());
    }

    private RunFolder run(String name, double accuracy, int k) throws IOException {
        return new RunFixture(folder.resolve(name))
                .dataset(10, 2, MadeUpFigures.dataset())
                .figures(
                        StageName.KNN,
                        StageName.INGEST,
                        Map.of("knn.k", k, "knn.metric", "euclidean"),
                        MadeUpFigures.knn(accuracy))
                .run();
    }

    private RunFolder at(String name) {
        return RunFolder.at(folder.resolve(name).toString(), new Configuration());
    }
}
