package io.sparkae.knn;

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
        KnnFigures figures =
                KnnFigures.of(KnnSettings.defaults(), new KnnFigures.Search(1.5, null, null, null), null);

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
    }
}
