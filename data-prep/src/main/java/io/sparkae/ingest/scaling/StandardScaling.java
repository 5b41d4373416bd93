package io.sparkae.ingest.scaling;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.mllib.stat.MultivariateStatisticalSummary;

/**
 * Standardises each pixel: {@code (x - mean) / deviation} over the training rows, as MLlib's {@code StandardScalerModel}
 * does in double precision, a pixel that is constant there becoming 0.
 *
 * @param mean of each pixel
 * @param deviation of each pixel, the square root of the unbiased variance
 */
public record StandardScaling(double[] mean, double[] deviation) implements Scaling {
    static final String KIND = "standard";

    /** @throws IllegalArgumentException if one is missing */
    public StandardScaling {
        if (mean == null || deviation == null) {
            throw new IllegalArgumentException(
                    "scaling: expected mean and deviation, found " + (mean == null ? "no mean" : "no deviation"));
        }
    }

    /** Fits it as MLlib's {@code StandardScaler} does. */
    public static StandardScaling of(MultivariateStatisticalSummary training) {
        double[] deviation = training.variance().toArray();
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = Math.sqrt(deviation[i]);
        }
        return new StandardScaling(training.mean().toArray(), deviation);
    }

    @Override
    public float apply(int pixel, float value) {
        double factor = deviation[pixel] == 0 ? 0 : 1 / deviation[pixel];
        return (float) ((value - mean[pixel]) * factor);
    }

    @Override
    public float invert(int pixel, float feature) {
        return (float) (mean[pixel] + deviation[pixel] * feature);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String formula() {
        return "(x - mean) / deviation, 0 where deviation is 0";
    }

    @Override
    public Optional<float[]> greyFeatures() {
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StandardScaling that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }
}
