package io.sparkae.ingest.scaling;

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
    public String kind() {
        return KIND;
    }

    @Override
    public String formula() {
        return "x";
    }
}
