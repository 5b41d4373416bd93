package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnnFiguresTest {
    /** Class 2 is never predicted, class 3 has neither rows nor predictions; 4 of 6 are right. */
    private static final Evaluation SKEWED = new Evaluation(
            4 / 6.0,
            List.of(List.of(3L, 1L, 0L, 0L), List.of(0L, 1L, 0L, 0L), List.of(0L, 1L, 0L, 0L), List.of(0L, 0L, 0L, 0L)),
            List.of());

    @Test
    void unlabelledQueriesHaveTimesOnly() {
        KnnFigures figures = KnnFigures.of(KnnSettings.defaults(), new KnnFigures.Search(1.5, null, null, null), null);

        assertEquals(1.5, figures.seconds());
        assertNull(figures.accuracy());
        assertNull(figures.confusion());
        assertNull(figures.rawSeconds());
    }

    @Test
    void votesAreEvaluatedForCodesAndPixels() {
        KnnFigures.Search search = new KnnFigures.Search(1.5, 0.9, 2.5, SKEWED);

        KnnFigures figures = KnnFigures.of(KnnSettings.defaults(), search, search);

        assertEquals(4 / 6.0, figures.accuracy());
        assertEquals(4 / 6.0, figures.rawAccuracy());
        assertEquals(SKEWED.confusion(), figures.confusion());
        assertEquals(KnnFigures.macroF1(SKEWED), figures.macroF1());
        assertEquals(KnnFigures.balancedAccuracy(SKEWED), figures.balancedAccuracy());
        assertEquals(0.2999933, figures.accuracyLower(), 1e-7);
        assertEquals(0.9032286, figures.accuracyUpper(), 1e-7);
    }

    @Test
    void macroF1IsTheMeanOverClassesInUse() {
        // F1 of 0: 2·3/(4+3), of 1: 2·1/(1+3), of 2 (rows, never predicted): 0, of 3 (neither): left out
        assertEquals((6.0 / 7 + 2.0 / 4 + 0) / 3, KnnFigures.macroF1(SKEWED), 1e-15);
    }

    @Test
    void balancedAccuracyLeavesOutClassesWithoutRows() {
        assertEquals((3.0 / 4 + 1.0 / 1 + 0.0 / 1) / 3, KnnFigures.balancedAccuracy(SKEWED), 1e-15);
    }

    @Test
    void theIntervalOfTheAccuracyIsWilsons() {
        assertArrayEquals(new double[] {0.2999933, 0.9032286}, KnnFigures.accuracyInterval(SKEWED), 1e-7); // 4 of 6
        Evaluation allRight = new Evaluation(1, List.of(List.of(10L)), List.of());
        assertArrayEquals(
                new double[] {10 / (10 + 1.959964 * 1.959964), 1}, KnnFigures.accuracyInterval(allRight), 1e-15);
    }
}
