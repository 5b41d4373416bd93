package io.sparkae.ingest;

import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Description of an ingested dataset, for the manifest and the report.
 *
 * @param source of the training rows
 * @param testSource of the test rows
 * @param scaling of all rows
 * @param classes number of classes
 * @param classNames of each, or none
 * @param splits those that have rows
 * @param identical rows
 * @param rejected rows
 */
record DatasetDescription(
        RowSource source,
        RowSource testSource,
        Scaling scaling,
        int classes,
        List<String> classNames,
        Map<Split, SplitStatistics> splits,
        IdenticalRows identical,
        long rejected) {
    /** Most classes that a warning lists. */
    private static final int SHOWN = 10;

    long rows(Split split) {
        return splits.containsKey(split) ? splits.get(split).rows() : 0;
    }

    /** Rows with a label. */
    private long labelled(Split split) {
        return rows(split) - (splits.containsKey(split) ? splits.get(split).unlabelled() : 0);
    }

    /** The facts that later stages read from the manifest. */
    DatasetFacts facts() {
        return new DatasetFacts(
                scaling,
                source.size().height(),
                source.size().width(),
                source.pixels(),
                classes,
                labelled(Split.TRAIN) + labelled(Split.VALIDATION),
                splits.get(Split.TRAIN).smallest(scaling),
                splits.get(Split.TRAIN).largest(scaling));
    }

    /** Warnings for the user, one line each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        source.warning().ifPresent(warnings::add);
        testSource.warning().ifPresent(warnings::add);
        if (labelled(Split.TRAIN) == 0 && labelled(Split.VALIDATION) == 0) {
            warnings.add("no row of the training input has a label: k-NN classification has no votes");
        }
        float largest = splits.get(Split.TRAIN).largest(new NoScaling());
        if (scaling instanceof UnitScaling && largest <= 1) {
            warnings.add("no value of the training input is above " + largest
                    + ", but all were divided by 255: set ingest.scaling = none if they are in [0, 1] already");
        }
        if (identical.shared() > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d test rows have the same pixels as a row of the training input: figures on test rows"
                            + " will flatter the model",
                    identical.shared(),
                    rows(Split.TEST)));
        }
        splits.forEach((split, statistics) -> {
            boolean labelled = statistics.rows() > statistics.unlabelled();
            int[] missing = IntStream.range(0, labelled ? classes : 0)
                    .filter(label -> statistics.rowsOf(label) == 0)
                    .toArray();
            if (missing.length > 0) {
                warnings.add("no row of class " + few(missing) + " in the " + split.folder() + " rows");
            }
        });
        return warnings;
    }

    private String few(int[] labels) {
        String first = Arrays.stream(labels)
                .limit(SHOWN)
                .mapToObj(label -> classNames.isEmpty() ? "" + label : label + " (" + classNames.get(label) + ")")
                .collect(Collectors.joining(", "));
        return labels.length > SHOWN ? first + " and " + (labels.length - SHOWN) + " others" : first;
    }
}
