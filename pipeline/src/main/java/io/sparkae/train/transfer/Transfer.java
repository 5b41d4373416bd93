package io.sparkae.train.transfer;

import io.sparkae.train.transfer.RoundedFloats.Precision;

/**
 * The setting {@code training.transfer}: in what form parameters θ and updater state u travel. The driver keeps both in
 * single precision; only what is sent is rounded, so that small changes add up over rounds.
 */
public enum Transfer {
    /** Single precision: 4 bytes a value. Always used with one worker. */
    F32(Float.BYTES, null, null),
    /** 16 bits a value; parameters come back as changes. */
    F16(2, Precision.BITS_16, Precision.BITS_16),
    /**
     * 8 bits a value, but for the parameters that the driver sends, which take 16. Floating-point numbers of 8 bits
     * rather than integers, because second moments of one layer are many orders of magnitude apart.
     */
    F8(1, Precision.BITS_16, Precision.BITS_8);

    private final int bytesOfAValue;
    private final Precision parameters;
    private final Precision others;

    Transfer(int bytesOfAValue, Precision parameters, Precision others) {
        this.bytesOfAValue = bytesOfAValue;
        this.parameters = parameters;
        this.others = others;
    }

    /** Bytes of each value that a worker gives. */
    public int bytesOfAValue() {
        return bytesOfAValue;
    }

    /** Whether values are rounded, and workers give changes of parameters rather than parameters. */
    public boolean isRounded() {
        return parameters != null;
    }

    /** Parameters as the driver sends them. */
    public Packed parameters(float[] values, long seed) {
        return isRounded() ? new RoundedFloats(values, parameters, seed) : new PackedFloats(values);
    }

    /** Anything else: updater state, changes of parameters, gradients. */
    public Packed other(float[] values, long seed) {
        return isRounded() ? new RoundedFloats(values, others, seed) : new PackedFloats(values);
    }

    /**
     * A sum over several workers on its way into another.
     *
     * @param sums of values times weights
     * @param weight sum of the weights
     */
    public Addend sum(double[] sums, long weight, long seed) {
        return isRounded() ? other(mean(sums, weight), seed) : new PackedSums(sums);
    }

    /** Σ wᵢ·xᵢ / Σ wᵢ, rounded to floats once. */
    public static float[] mean(double[] sums, long weight) {
        double divisor = weight;
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / divisor);
        }
        return mean;
    }
}
