package io.sparkae.encode;

import java.io.Serializable;

/**
 * How sparse codes are.
 *
 * @param sum of all values
 * @param nearZero how many values are less than {@value #NEAR} from zero
 * @param count of all values
 */
public record CodeActivity(double sum, long nearZero, long count) implements Serializable {
    /** How far from zero is near. */
    public static final double NEAR = 0.01;

    static final CodeActivity ZERO = new CodeActivity(0, 0, 0);

    /** Of some values. */
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

    /** Of all values. */
    public double mean() {
        return sum / count;
    }

    /** Of all values. */
    public double nearZeroShare() {
        return (double) nearZero / count;
    }
}
