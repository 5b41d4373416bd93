package io.sparkae.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.KnnFigures;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.train.TrainFigures;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {
    @TempDir
    Path folder;

    @Test
    void topicsStandInOrderWithTheirFigures() {
        List<String> lines = summary(MadeUpFigures.dataset(), MadeUpFigures.codes(4), MadeUpFigures.knn(0.9));

        assertEquals(
                List.of("data", "codes", "k-NN on codes", "results"),
                lines.stream()
                        .map(line -> line.substring(2, 17).strip())
                        .filter(name -> !name.isEmpty())
                        .toList());
        String all = String.join("\n", lines);
        for (String expected : List.of(
                "training rows 300",
                "pixel mean 33.50, variance 81.00, 7 constant pixels; rows of each class 100 200",
                "rows of each class 20 25; 5 without a label",
                "compression ratio 25.0",
                "accuracy 90.00 %",
                "lower 95 % bound 75.00 %",
                "macro-F1 80.00 %",
                "balanced accuracy 85.00 %",
                "search time 0.25 s",
                folder.toString())) {
            assertTrue(all.contains(expected), expected + " in\n" + all);
        }
    }

    @Test
    void longLinesAreBrokenAfterCommas() {
        List<String> lines = summary(MadeUpFigures.dataset(), MadeUpFigures.knn(0.9));

        assertTrue(lines.stream()
                .filter(line -> !line.contains("pixel mean") && !line.contains(folder.toString()))
                .allMatch(line -> line.length() <= 102));
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  data"))
                .findFirst()
                .orElseThrow());
        assertTrue(lines.get(first).endsWith(","), lines.get(first));
        assertTrue(lines.get(first + 1).startsWith(" ".repeat(17)), lines.get(first + 1));
    }

    @Test
    void unlabelledQueriesAreSaid() {
        String all = String.join("\n", summary(MadeUpFigures.knn(null)));

        assertTrue(all.contains("no labels to compare with, k 1, search time 0.25"), all);
        assertFalse(all.contains("accuracy"), all);
    }

    @Test
    void trainingAndApproximateSearchesAreNamed() {
        KnnFigures exact = MadeUpFigures.knn(0.9);
        KnnFigures hnsw = new KnnFigures(
                1, "hnsw", 0.25, 0.83, 0.5, 0.9, null, null, null, null, null, null, null, null, null, null);
        TrainFigures trained = new TrainFigures(
                "mine", "kernels", 2, 99, 2, 1, 4, 256L, 9_600L, null, List.of(1.0, 2.0), List.of(0.2, 0.1), null);
        TrainFigures computed =
                new TrainFigures("mine", null, 0, 99, null, null, null, null, null, null, null, null, null);

        String both = String.join("\n", summary(trained, hnsw));
        String pca = String.join("\n", summary(computed, exact));

        assertTrue(both.contains("mine: parameters 99, epochs 2, best epoch 1, workers 2"), both);
        assertTrue(both.contains("median epoch 1.5 s"), both);
        assertTrue(both.contains("by hnsw, accuracy 90.00 %"), both);
        assertTrue(both.contains("recall of the search 83.00 %"), both);
        assertTrue(pca.contains("mine: principal components, parameters 99"), pca);
        assertFalse(pca.contains("epochs") || pca.contains("by exact"), pca);
    }

    @Test
    void controlCharactersAreEscaped() {
        String all = String.join("\n", summary(MadeUpFigures.dataset("file \u001b[31mred\u0007 is odd")));

        assertTrue(all.contains("warning"), all);
        assertFalse(all.contains("\u001b") || all.contains("\u0007"), all);
    }

    private List<String> summary(Record... groups) {
        return RunSummary.of(Metrics.of(List.of(groups)), RunFolder.at(folder.toString(), new Configuration()))
                .lines()
                .toList();
    }
}
