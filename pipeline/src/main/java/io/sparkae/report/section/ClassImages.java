package io.sparkae.report.section;

import io.sparkae.report.chart.GreyImage;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.LabelledRows;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the classes of a dataset look like. */
final class ClassImages {
    private static final int SAMPLES = 10;

    /** Enough for a mean: with 1,000 rows a class its standard error is below 0.02, black being 0 and white 1. */
    private static final int ROWS = 10_000;

    /** More would make a picture of several pages. */
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
                                Lines.of(MEAN_COLUMNS, List.of(new ImageGrid.Row("", means, captions))))));
    }
}
