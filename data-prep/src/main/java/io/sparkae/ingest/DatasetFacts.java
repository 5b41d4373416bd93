package io.sparkae.ingest;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.run.Manifest;
import java.util.Objects;

/**
 * Facts of a dataset that later stages read from the manifest of ingest.
 *
 * @param scaling of the features
 * @param imageHeight in pixels
 * @param imageWidth in pixels
 * @param features values of a row
 * @param classes number of classes
 * @param labelledRows rows of the training input that have a label
 * @param smallestFeature of all training rows
 * @param largestFeature of all training rows
 */
public record DatasetFacts(
        Scaling scaling,
        int imageHeight,
        int imageWidth,
        int features,
        int classes,
        long labelledRows,
        double smallestFeature,
        double largestFeature) {

    /** @throws NullPointerException if the scaling is missing */
    public DatasetFacts {
        Objects.requireNonNull(scaling, "scaling");
    }

    /** The facts of a dataset, from its manifest. */
    public static DatasetFacts of(Manifest dataset) {
        return dataset.facts(DatasetFacts.class);
    }
}
