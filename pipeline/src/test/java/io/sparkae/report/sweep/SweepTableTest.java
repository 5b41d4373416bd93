package io.sparkae.report.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.MadeUpFigures;
import io.sparkae.report.section.Block;
import io.sparkae.report.section.Section;
import io.sparkae.run.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTableTest {
    private static final SweepRow PIXELS = new SweepRow("pixels", 100, 1, 0.14, 0.95, 0.5, 0.0, null);
    private static final SweepRow LARGE = new SweepRow("dense", 8, 12.5, 0.0112, 0.9, 0.25, 0.01, 0.2);
    private static final SweepRow SMALL = new SweepRow("dense", 2, 50, 0.0028, 0.4, 0.1, 0.05, null);

    @Test
    void terminalLinesAreLevel() {
        SweepTable table = new SweepTable();
        table.addPixels(350, 100, 0.95, 0.5);
        table.add(
                "dense",
                Metrics.of(List.of(
                        MadeUpFigures.dataset(),
                        MadeUpFigures.codes(4),
                        MadeUpFigures.errors(0.0125),
                        MadeUpFigures.knn(0.9))),
                0.125);

        List<String> lines = table.toString().lines().toList();

        assertEquals(1, lines.stream().mapToInt(String::length).distinct().count(), table.toString());
        assertEquals(
                List.of("codes", "dimensions", "ratio", "size,", "MB"),
                words(lines.get(lines.size() - 3)).subList(0, 5));
        assertEquals(
                List.of("pixels", "100", "1.0", "0.1", "95.00", "0.50", "-", "-"), words(lines.get(lines.size() - 2)));
        assertEquals(
                List.of("dense", "4", "25.0", "0.0", "90.00", "0.13", "0.0125", "-"),
                words(lines.get(lines.size() - 1)));
    }

    @Test
    void figuresWithADirectionHaveAChart() {
        List<Section> sections = new SweepPage(List.of(PIXELS, LARGE, SMALL)).sections();

        assertEquals(
                List.of("sizes", "table"), sections.stream().map(Section::id).toList());
        List<Block.Figure> charts = sections.get(0).blocks().stream()
                .map(block -> (Block.Figure) block)
                .toList();
        assertEquals(
                List.of("accuracy", "seconds", "testMse", "testBce"),
                charts.stream().map(Block.Figure::name).toList());
        assertEquals(
                "k-NN on codes: accuracy by code size; the higher the better.",
                charts.get(0).caption());
        assertEquals(
                "accuracy, % over code size: pixels 100: 95.00, dense 8: 90.00, dense 2: 40.00",
                charts.get(0).alt());
        assertTrue(charts.get(2).alt().endsWith("dense 8: 0.0100, dense 2: 0.0500"), "pixels have no error");
    }

    @Test
    void headingsOfThePageAreTheRegistrys() {
        Block.Table table = (Block.Table)
                new SweepPage(List.of(PIXELS, SMALL)).sections().get(1).blocks().get(0);

        assertEquals(
                List.of(
                        "codes",
                        "dimensions",
                        "compression ratio",
                        "size, MB",
                        "accuracy, %",
                        "search time, s",
                        "test mean squared error, per pixel",
                        "test cross-entropy, per pixel"),
                table.head());
        assertEquals(
                List.of("dense", "2", "50.0", "0.0", "40.00", "0.10", "0.0500", "–"),
                table.rows().get(1));
    }

    @Test
    void unlabelledRowsHaveNoChartOfAccuracy() {
        SweepRow unlabelled = new SweepRow("dense", 2, 50, 0.0028, null, 0.1, null, null);

        List<Block> charts =
                new SweepPage(List.of(unlabelled)).sections().get(0).blocks();

        assertEquals(
                List.of("seconds"),
                charts.stream().map(block -> ((Block.Figure) block).name()).toList());
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
