package io.sparkae.report.section;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.report.section.LatentSpace.Plane;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class LatentSpaceIT {
    @Test
    void twoValuesAreShownAsTheyAre(SparkSession spark) {
        Plane plane = Plane.of(spark, codes(2, 1, 10, 2, 20, 3, 30));

        assertArrayEquals(new double[] {1, 2, 3}, plane.x());
        assertArrayEquals(new double[] {10, 20, 30}, plane.y());
    }

    /** Points along an axis each: the third varies most, then the first. */
    @Test
    void moreValuesAreTurnedToWhereTheyVaryMost(SparkSession spark) {
        Plane plane = Plane.of(spark, codes(3, 5, 7, 10, 5, 7, 2, 7, 7, 6, 3, 7, 6));

        assertEquals("first principal component (80 % of the variance)", plane.xTitle());
        assertEquals("second principal component (20 % of the variance)", plane.yTitle());
        assertArrayEquals(new double[] {4, 4, 0, 0}, absolute(plane.x()), 1e-6);
        assertArrayEquals(new double[] {0, 0, 2, 2}, absolute(plane.y()), 1e-6);
        assertEquals(0, plane.x()[0] + plane.x()[1], 1e-6);
    }

    @Test
    void codesThatAreAllTheSameLieInOnePlace(SparkSession spark) {
        Plane plane = Plane.of(spark, codes(3, 1, 2, 3, 1, 2, 3));

        assertEquals("first principal component (0 % of the variance)", plane.xTitle());
        assertArrayEquals(new double[2], plane.x(), 1e-9);
    }

    private static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    private static RowBlock codes(int width, float... values) {
        int rows = values.length / width;
        return new RowBlock(new long[rows], new int[rows], values, width);
    }
}
