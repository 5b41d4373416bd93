package io.sparkae.ingest.scaling;

/** The grey values 0 to 255. */
final class GreyValues {
    private static final int COUNT = 256;

    private GreyValues() {}

    /** Each of them scaled by a scaling that treats all pixels alike. */
    static float[] each(Scaling scaling) {
        float[] features = new float[COUNT];
        for (int value = 0; value < COUNT; value++) {
            features[value] = scaling.apply(0, value);
        }
        return features;
    }
}
