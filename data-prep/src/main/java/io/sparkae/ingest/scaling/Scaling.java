package io.sparkae.ingest.scaling;

import io.sparkae.files.StageOutputException;
import io.sparkae.run.Manifest;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How pixel values become features. A manifest records it, so that later rows can be scaled the same way. */
public sealed interface Scaling extends Serializable permits UnitScaling, StandardScaling, NoScaling {
    /** The fact of a dataset's manifest that records it. */
    String FACT = "scaling";

    /**
     * The feature of a pixel.
     *
     * @param pixel which one of an image, for scaling that differs from pixel to pixel
     * @param value grey value 0–255, or whatever number the input holds
     */
    float apply(int pixel, float value);

    /**
     * The pixel value of a feature, the inverse of {@link #apply(int, float)} but for rounding; a pixel that was constant
     * gets its value.
     */
    float invert(int pixel, float feature);

    /** What the manifest says of it. */
    Map<String, Object> describe();

    /** The features of the grey values 0 to 255, if these are the same for every pixel. */
    default Optional<float[]> greyFeatures() {
        float[] features = new float[256];
        for (int value = 0; value < features.length; value++) {
            features[value] = apply(0, value);
        }
        return Optional.of(features);
    }

    /**
     * The features of some images.
     *
     * @param images {@code [rows, pixels]}
     * @param pixels of an image
     */
    default float[] apply(float[] images, int pixels) {
        float[] features = new float[images.length];
        for (int i = 0; i < images.length; i++) {
            features[i] = apply(i % pixels, images[i]);
        }
        return features;
    }

    /**
     * The scaling that a dataset was made with.
     *
     * @throws StageOutputException if the manifest does not say
     */
    static Scaling of(Manifest dataset) {
        return of(dataset.fact(FACT, Map.class));
    }

    /**
     * The scaling that {@link #describe()} described.
     *
     * @throws StageOutputException if it is of no known kind
     */
    static Scaling of(Map<?, ?> fact) {
        if (UnitScaling.KIND.equals(fact.get("kind"))) {
            return new UnitScaling();
        }
        if (NoScaling.KIND.equals(fact.get("kind"))) {
            return new NoScaling();
        }
        if (StandardScaling.KIND.equals(fact.get("kind"))) {
            return new StandardScaling(numbers(fact.get("mean")), numbers(fact.get("deviation")));
        }
        throw new StageOutputException(
                "scaling: expected unit, standard or none, found " + fact.get("kind"));
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list)
                .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }
}
