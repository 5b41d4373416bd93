package io.sparkae.model;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * The settings {@code model.corruption.*}: noise on a network's input in training, whose target is the clean input
 * (Vincent and others, "Extracting and Composing Robust Features with Denoising Autoencoders", ICML 2008).
 *
 * @param kind of noise
 * @param stddev standard deviation σ, for {@link Kind#GAUSSIAN}
 * @param keep the share of values that stays, for {@link Kind#DROPOUT}
 */
public record Corruption(Kind kind, double stddev, double keep) implements Serializable {
    /** Inputs as they are. */
    public static final Corruption NONE = new Corruption(Kind.NONE, 0, 1);

    /** Checks each setting by its bounds. */
    public Corruption {
        Bounds.notNegative("model.corruption.deviation", stddev);
        Bounds.fraction("model.corruption.keep", keep);
    }

    /** Kinds of noise. */
    public enum Kind {
        /** None. */
        NONE,
        /** {@code x + σ·ε}, ε from N(0, 1). */
        GAUSSIAN,
        /** {@code x/keep} with probability {@code keep}, else 0, so that means stay (Srivastava and others, 2014). */
        DROPOUT
    }

    static Corruption read(SettingsReader reader) {
        Corruption settings = new Corruption(
                reader.oneOf("model.corruption.kind", Kind.class),
                reader.positive("model.corruption.deviation"),
                reader.fraction("model.corruption.keep"));
        if (settings.keep == 0) {
            reader.problem("model.corruption.keep: expected a number above 0, found 0");
        }
        return settings;
    }

    /**
     * A corrupted copy of the first values, the same for the same seed.
     *
     * @param clean may be longer
     */
    public float[] apply(float[] clean, int count, long seed) {
        float[] noisy = new float[count];
        SplittableRandom random = new SplittableRandom(seed);
        switch (kind) {
            case NONE -> System.arraycopy(clean, 0, noisy, 0, count);
            case GAUSSIAN -> {
                for (int i = 0; i < count; i++) {
                    noisy[i] = (float) (clean[i] + stddev * random.nextGaussian());
                }
            }
            case DROPOUT -> {
                float scale = (float) (1 / keep);
                for (int i = 0; i < count; i++) {
                    noisy[i] = random.nextDouble() < keep ? clean[i] * scale : 0;
                }
            }
        }
        return noisy;
    }
}
