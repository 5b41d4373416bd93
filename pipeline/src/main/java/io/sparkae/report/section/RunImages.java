package io.sparkae.report.section;

import io.sparkae.report.chart.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowTable;
import io.sparkae.rows.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of a run as images. */
final class RunImages {
    private RunImages() {}

    /**
     * One a row.
     *
     * @param features of the rows one after the other, or what a model made of them
     */
    static List<GreyImage> of(RunView run, float[] features) {
        int width = run.shape().features();
        return IntStream.range(0, features.length / width)
                .mapToObj(i -> run.image(Arrays.copyOfRange(features, i * width, (i + 1) * width)))
                .toList();
    }

    /** Features of rows in the order of their ids, which belong to one input. */
    static RowBlock byId(RunView run, List<Split> splits, long[] ids) {
        return RowTable.byId(splits.stream().map(run::rows).toList(), ids);
    }
}
