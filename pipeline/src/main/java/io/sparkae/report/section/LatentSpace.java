package io.sparkae.report.section;

import io.sparkae.report.chart.PointChart;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import io.sparkae.train.pca.PrincipalComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The section of codes in two dimensions, by principal components if they have more. */
final class LatentSpace {
    private LatentSpace() {}

    static Optional<Section> of(RunView run) {
        return of(List.of(run));
    }

    /** One chart for each run. */
    static Optional<Section> of(List<RunView> runs) {
        List<Block> charts = new ArrayList<>();
        for (RunView run : runs) {
            if (run.has(StageName.ENCODE)
                    && run.codes().rows() > 1
                    && run.codes().width() >= 2) {
                charts.add(
                        runs.size() == 1
                                ? chart(run, "latent", "Codes of ")
                                : chart(run, "latent-" + (charts.size() + 1), run.name() + ": codes of "));
            }
        }
        return charts.isEmpty() ? Optional.empty() : Optional.of(new Section("latent", "Latent space", charts));
    }

    private static Block chart(RunView run, String name, String begin) {
        RowBlock codes = run.codes();
        Plane plane = Plane.of(run.spark(), codes);
        String rows = String.format(Locale.ROOT, "%,d", codes.rows());
        return new Block.Figure(
                name,
                begin + "the first " + rows + " " + run.settings().heldOut().folder() + " rows"
                        + (codes.width() == 2 ? "" : " on their first two principal components")
                        + (labelled(codes)
                                ? ", by class; a name stands at the median of its class."
                                : "; none has a label."),
                rows + " points in a plane" + (labelled(codes) ? ", coloured by class" : ""),
                new PointChart(plane.xTitle(), plane.yTitle(), plane.x(), plane.y(), codes.labels(), run.classNames()));
    }

    private static boolean labelled(RowBlock codes) {
        return IntStream.of(codes.labels()).anyMatch(label -> label != RowBlock.NO_LABEL);
    }

    /**
     * Codes in two dimensions.
     *
     * @param x one value per row
     * @param y one value per row
     * @param xTitle title of the axis
     * @param yTitle title of the axis
     */
    record Plane(double[] x, double[] y, String xTitle, String yTitle) {

        /** @param codes of at least two dimensions */
        static Plane of(SparkSession spark, RowBlock codes) {
            if (codes.width() == 2) {
                return new Plane(
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
            return new Plane(x, y, title("first", x, total), title("second", y, total));
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
}
