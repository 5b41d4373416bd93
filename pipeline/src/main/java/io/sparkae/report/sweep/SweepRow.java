package io.sparkae.report.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What codes of one size are worth.
 *
 * @param codes what the rows were turned into: {@code pixels}, or the model's family
 * @param dimension values of a row
 * @param compressionRatio values of a row of pixels for each of these
 * @param megabytes of all rows, training and test, at 4 bytes a value
 * @param accuracy of k-NN, null if the test rows have no labels
 * @param knnSeconds of the search alone, the median of several in one process
 * @param testMse mean squared error a pixel of the reconstructed test rows
 * @param testBce likewise the cross-entropy, null where reconstructions leave [0, 1]
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SweepRow(
        String codes,
        int dimension,
        double compressionRatio,
        double megabytes,
        Double accuracy,
        double knnSeconds,
        Double testMse,
        Double testBce) {}
