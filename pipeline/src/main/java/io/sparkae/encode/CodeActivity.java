package io.sparkae.encode;

import java.io.Serializable;

/**
 * Sparsity of codes.
 *
 * @param sum of all values
 * @param nearZero number of values less than {@value #NEAR} from zero
 * @param count number of values
 */
public record CodeActivity(double sum, long nearZero, long count) implements Serializable {
    /** Values nearer to zero than this are near zero. */
    public static final double NEAR = 0.01;

    static final CodeActivity ZERO = new CodeActivity(0, 0, 0);

    /** Of codes, {@code [rows, code]}. */
    public static CodeActivity of(float[] codes) {
        double sum = 0;
        long nearZero = 0;
        for (float value : codes) {
            sum += value;
            nearZero += Math.abs(value) < NEAR ? 1 : 0;
        }
        return new CodeActivity(sum, nearZero, codes.length);
    }

    CodeActivity plus(CodeActivity other) {
        return new CodeActivity(sum + other.sum, nearZero + other.nearZero, count + other.count);
    }

    /** Mean of all values. */
    public double mean() {
        return sum / count;
    }

    /** Share of values near zero. */
    public double nearZeroShare() {
        return (double) nearZero / count;
    }
}
