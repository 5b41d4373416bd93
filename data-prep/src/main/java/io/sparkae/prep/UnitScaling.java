package io.sparkae.prep;

import java.util.Map;

/** Scales grey values 0–255 to {@code x / 255} in {@code [0, 1]}, single precision. */
final class UnitScaling {
    private UnitScaling() {}

    /** What the manifest says of it, so that later rows can be scaled the same way. */
    static Map<String, Object> describe() {
        return Map.of("kind", "unit", "formula", "x / 255");
    }

    /** @param pixels unsigned bytes */
    static float[] apply(byte[] pixels) {
        float[] features = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            features[i] = (pixels[i] & 0xFF) / 255f;
        }
        return features;
    }
}
