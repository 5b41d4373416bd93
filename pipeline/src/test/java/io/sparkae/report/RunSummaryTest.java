package io.sparkae.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
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
                "accuracy 90.00\u00a0%",
                "lower 95 % bound 75.00\u00a0%",
                "macro-F1 80.00\u00a0%",
                "balanced accuracy 85.00\u00a0%",
                "search 0.25\u00a0s",
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

        assertTrue(all.contains("no labels to compare with, k 1, search 0.25"), all);
        assertFalse(all.contains("accuracy"), all);
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
