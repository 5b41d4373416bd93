package io.sparkae.ingest.scaling;

import java.util.Map;

/** Leaves values as they are. */
public record NoScaling() implements Scaling {
    static final String KIND = "none";

    @Override
    public float apply(int pixel, float value) {
        return value;
    }

    @Override
    public float invert(int pixel, float feature) {
        return feature;
    }

    @Override
    public Map<String, Object> describe() {
        return Map.of("kind", KIND, "formula", "x");
    }
}
