package io.sparkae.ingest.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.Optional;

/** Invertible map of pixel values to features, recorded in the manifest and applied to later rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = UnitScaling.class, name = UnitScaling.KIND),
    @JsonSubTypes.Type(value = StandardScaling.class, name = StandardScaling.KIND),
    @JsonSubTypes.Type(value = NoScaling.class, name = NoScaling.KIND)
})
public sealed interface Scaling extends Serializable permits UnitScaling, StandardScaling, NoScaling {
    /**
     * The largest size of a feature that a trained model is given. Layers add up hundreds of features, and distances of codes
     * their squares, which have to stay below 3e38 in single precision.
     */
    float LARGEST_FEATURE = 1e15f;

    /** Whether a trained model can be given a feature: finite, and of at most {@link #LARGEST_FEATURE} in size. */
    static boolean isUsable(float feature) {
        return Math.abs(feature) <= LARGEST_FEATURE; // false for NaN
    }

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

    /** Its name in a manifest. */
    @JsonProperty
    String kind();

    /** The formula from a value x to its feature, for people. */
    @JsonProperty
    String formula();

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
}
