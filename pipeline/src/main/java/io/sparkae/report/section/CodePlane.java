package io.sparkae.report.section;

import io.sparkae.rows.RowBlock;
import io.sparkae.train.pca.PrincipalComponents;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Codes in a plane.
 *
 * @param x one a row
 * @param y one a row
 * @param xTitle what x is
 * @param yTitle what y is
 */
record CodePlane(double[] x, double[] y, String xTitle, String yTitle) {

    /** @param codes with two values a row at least */
    static CodePlane of(SparkSession spark, RowBlock codes) {
        if (codes.width() == 2) {
            return new CodePlane(
                    projected(codes, new double[2], new double[] {1, 0}),
                    projected(codes, new double[2], new double[] {0, 1}),
                    "code, first value",
                    "code, second value");
        }
        var rows = JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(codes), 1);
        PrincipalComponents found = PrincipalComponents.of(rows, 2);
        double[] x = projected(codes, found.mean(), found.components().get(0));
        double[] y = projected(codes, found.mean(), found.components().get(1));
        double total = squares(codes, found.mean());
        return new CodePlane(x, y, title("first", x, total), title("second", y, total));
    }

    private static String title(String which, double[] values, double total) {
        double own = 0;
        for (double value : values) {
            own += value * value;
        }
        return String.format(
                Locale.ROOT,
                "%s principal component (%.0f %% of the variance)",
                which,
                total == 0 ? 0 : 100 * own / total);
    }

    /** {@code (code − mean) · direction} of each row. */
    private static double[] projected(RowBlock codes, double[] mean, double[] direction) {
        double[] values = new double[codes.rows()];
        for (int i = 0; i < codes.values().length; i++) {
            int d = i % codes.width();
            values[i / codes.width()] += (codes.values()[i] - mean[d]) * direction[d];
        }
        return values;
    }

    private static double squares(RowBlock codes, double[] mean) {
        double sum = 0;
        for (int i = 0; i < codes.values().length; i++) {
            double difference = codes.values()[i] - mean[i % codes.width()];
            sum += difference * difference;
        }
        return sum;
    }
}
