package io.sparkae.report.section;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.report.section.Codes.Sample;
import io.sparkae.rows.RowBlock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodesTest {
    private static final Sample SAMPLE = sample(2, 0, -3, 0.009f, 5, 0, 1, 4, 7);

    @Test
    void densitiesOfAllRunsIntegrateToOneOverTheSameBins() {
        Sample other = sample(1, 100, 20);
        double[] edges = Sample.bins(List.of(SAMPLE, other));

        assertEquals(-3, edges[0], 1e-9);
        assertEquals(100, edges[edges.length - 1], 1e-9);
        for (Sample sample : List.of(SAMPLE, other)) {
            double area = 0;
            double[] density = sample.density(edges);
            for (int i = 0; i < density.length; i++) {
                area += density[i] * (edges[i + 1] - edges[i]);
            }
            assertEquals(1, area, 1e-9);
        }
        assertEquals(0.5 / (edges[1] - edges[0]), other.density(edges)[59], 1e-9);
    }

    @Test
    void dimensionsAreTakenOneByOne() {
        assertArrayEquals(new double[] {(0 + 0.009 + 0 + 4) / 4, (-3 + 5 + 1 + 7) / 4.0}, SAMPLE.means(), 1e-6);
        assertArrayEquals(new double[] {0.75, 0}, SAMPLE.zeroShares(), 1e-9);
        assertArrayEquals(new double[] {0.5, 1.5, 2.5}, SAMPLE.dimensions());
    }

    @Test
    void aSingleValueHasABinOfItsOwn() {
        Sample constant = sample(3, 2, 2, 2);
        double[] edges = Sample.bins(List.of(constant));

        assertEquals(1, edges[edges.length - 1] - edges[0], 1e-9);
        assertEquals(60, constant.density(edges)[30], 1e-9);
    }

    private static Sample sample(int width, float... values) {
        int rows = values.length / width;
        return new Sample("", new RowBlock(new long[rows], new int[rows], values, width));
    }
}
