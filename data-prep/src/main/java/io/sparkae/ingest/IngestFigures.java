package io.sparkae.ingest;

import com.fasterxml.jackson.annotation.JsonRootName;
import io.sparkae.rows.Split;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The figures of a dataset, group {@code dataset} of {@code metrics.json}.
 *
 * @param trainRows rows of the training split
 * @param validationRows rows of the validation split
 * @param testRows rows of the test split
 * @param rejectedRows rows of both inputs that could not be read
 * @param features values of a row
 * @param classes number of classes
 * @param duplicateTrainRows rows of the training input that repeat an earlier one
 * @param duplicateTestRows rows of the test input that repeat an earlier one
 * @param testRowsInTrain rows of the test input that the training input has too
 * @param warnings for the user, one line each
 * @param splits the rows of each split
 */
@JsonRootName("dataset")
public record IngestFigures(
        long trainRows,
        long validationRows,
        long testRows,
        long rejectedRows,
        int features,
        int classes,
        long duplicateTrainRows,
        long duplicateTestRows,
        long testRowsInTrain,
        List<String> warnings,
        Splits splits) {

    /**
     * The rows of each split, null for a split without rows.
     *
     * @param train the training rows
     * @param validation the rows held out of the training input
     * @param test the test rows
     */
    public record Splits(SplitFigures train, SplitFigures validation, SplitFigures test) {
        /** The rows of a split; null if it has none. */
        public SplitFigures of(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case VALIDATION -> validation;
                case TEST -> test;
            };
        }
    }

    /**
     * The rows of a split, before scaling.
     *
     * @param classCounts rows of each class, in label order
     * @param unlabelledRows rows without a label
     * @param pixelMean mean of all values
     * @param pixelVariance variance of all values
     * @param constantPixels features that are the same in all rows
     */
    public record SplitFigures(
            List<Long> classCounts, long unlabelledRows, double pixelMean, double pixelVariance, int constantPixels) {}

    /** The number of rows of a split. */
    public long rows(Split split) {
        return switch (split) {
            case TRAIN -> trainRows;
            case VALIDATION -> validationRows;
            case TEST -> testRows;
        };
    }

    static IngestFigures of(DatasetDescription dataset) {
        return new IngestFigures(
                dataset.rows(Split.TRAIN),
                dataset.rows(Split.VALIDATION),
                dataset.rows(Split.TEST),
                dataset.rejected(),
                dataset.source().pixels(),
                dataset.classes(),
                dataset.identical().train(),
                dataset.identical().test(),
                dataset.identical().shared(),
                dataset.warnings(),
                new Splits(of(dataset, Split.TRAIN), of(dataset, Split.VALIDATION), of(dataset, Split.TEST)));
    }

    private static SplitFigures of(DatasetDescription dataset, Split split) {
        SplitStatistics statistics = dataset.splits().get(split);
        return statistics == null
                ? null
                : new SplitFigures(
                        IntStream.range(0, dataset.classes())
                                .mapToObj(statistics::rowsOf)
                                .toList(),
                        statistics.unlabelled(),
                        statistics.mean(),
                        statistics.variance(),
                        statistics.constantPixels());
    }
}
