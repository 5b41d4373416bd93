package io.sparkae.ingest.scaling;

/** Scales grey values 0–255 to {@code x / 255} in {@code [0, 1]}, single precision. */
public record UnitScaling() implements Scaling {
    static final String KIND = "unit";
    static final float LARGEST = 255;

    @Override
    public float apply(int pixel, float value) {
        return value / LARGEST;
    }

    @Override
    public float invert(int pixel, float feature) {
        return feature * LARGEST;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String formula() {
        return "x / 255";
    }
}
