package io.sparkae.report.section;

import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.LabelledRows;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple4;

/** Sample images and mean images of classes. */
final class ClassImages {
    private static final int SAMPLES = 10;

    /** With 1,000 rows of a class the standard error of its mean is below 0.02 on a scale of 0 to 1. */
    private static final int ROWS = 10_000;

    /** More classes do not fit on a page. */
    private static final int MOST_CLASSES = 50;

    private static final int MEAN_COLUMNS = 5;

    private ClassImages() {}

    /** Sample images and the mean image of each class; none if the rows are no images or have no labels. */
    static List<Block> of(RunView run) {
        if (!run.hasImages()) {
            return List.of();
        }
        List<String> names = run.classNames();
        int classes = Math.min(MOST_CLASSES, names.size());
        List<ClassSums> sums =
                ClassSums.of(run.rows(Split.TRAIN).firstRows(ROWS).javaRDD(), classes, SAMPLES);
        List<ImageGrid.Row> samples = new ArrayList<>();
        List<GreyImage> means = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        long rows = 0;
        for (int label = 0; label < classes; label++) {
            ClassSums own = sums.get(label);
            if (own.rows() > 0) {
                samples.add(new ImageGrid.Row(
                        names.get(label), own.first().stream().map(run::image).toList()));
                means.add(run.image(own.mean()));
                captions.add(names.get(label));
                rows += own.rows();
            }
        }
        if (means.isEmpty()) {
            return List.of();
        }
        String which = names.size() > classes ? "each of the first " + classes + " classes" : "each class";
        return List.of(
                new Block.Figure(
                        "class-samples",
                        "The first " + SAMPLES + " training rows of " + which + ".",
                        "a row of images for each of " + means.size() + " classes",
                        new LabelledRows(SAMPLES, samples)),
                new Block.Figure(
                        "class-means",
                        String.format(
                                Locale.ROOT,
                                "The mean image of %s, over %,d of the first %,d training rows.",
                                which,
                                rows,
                                ROWS),
                        "a blurred image for each of " + means.size() + " classes",
                        new ImageGrid(
                                MEAN_COLUMNS,
                                GridRows.of(MEAN_COLUMNS, List.of(new ImageGrid.Row("", means, captions))))));
    }

    /**
     * Sum and first rows of a class, accumulated by executors in {@code O(classes · features)} memory.
     * Not thread-safe.
     */
    private static final class ClassSums implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int most;
        private double[] sum = {};
        private long rows;
        private List<Sample> first = new ArrayList<>();

        /**
         * A sample row.
         *
         * @param position in the order of the dataset
         * @param features of the row
         */
        private record Sample(long position, float[] features) implements Serializable {}

        private ClassSums(int most) {
            this.most = most;
        }

        /**
         * Sums by label, {@code [classes]}; skips rows without a label or with a larger one.
         *
         * @param table id, label, features, position
         * @param samples rows kept for each class
         */
        static List<ClassSums> of(JavaRDD<Tuple4<Long, Integer, float[], Long>> table, int classes, int samples) {
            List<ClassSums> all =
                    of(List.<Tuple4<Long, Integer, float[], Long>>of().iterator(), classes, samples);
            for (List<ClassSums> part : table.mapPartitions(
                            rows -> List.of(of(rows, classes, samples)).iterator())
                    .collect()) { // in the order of partitions: sums round reproducibly
                merge(all, part);
            }
            return all;
        }

        private static List<ClassSums> of(
                Iterator<Tuple4<Long, Integer, float[], Long>> rows, int classes, int samples) {
            List<ClassSums> sums = new ArrayList<>();
            for (int label = 0; label < classes; label++) {
                sums.add(new ClassSums(samples));
            }
            while (rows.hasNext()) {
                Tuple4<Long, Integer, float[], Long> row = rows.next();
                if (row._2() != null && row._2() < classes) {
                    sums.get(row._2()).add(row._3(), row._4());
                }
            }
            return sums;
        }

        long rows() {
            return rows;
        }

        /** Mean of the rows; there is at least one. */
        float[] mean() {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / rows);
            }
            return mean;
        }

        /** Features of the sample rows, by position. */
        List<float[]> first() {
            return first.stream().map(Sample::features).toList();
        }

        private void add(float[] features, long position) {
            sum = sum.length == 0 ? new double[features.length] : sum;
            for (int i = 0; i < features.length; i++) {
                sum[i] += features[i];
            }
            rows++;
            if (first.size() < most || position < first.get(most - 1).position) {
                first.add(new Sample(position, features));
                keepFirst();
            }
        }

        private static void merge(List<ClassSums> into, List<ClassSums> other) {
            for (int label = 0; label < into.size(); label++) {
                into.get(label).add(other.get(label));
            }
        }

        private void add(ClassSums other) {
            if (other.rows > 0) {
                sum = sum.length == 0 ? new double[other.sum.length] : sum;
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += other.sum[i];
                }
                rows += other.rows;
                first.addAll(other.first);
                keepFirst();
            }
        }

        private void keepFirst() {
            first.sort(Comparator.comparingLong(Sample::position));
            first = new ArrayList<>(first.subList(0, Math.min(most, first.size())));
        }
    }
}
