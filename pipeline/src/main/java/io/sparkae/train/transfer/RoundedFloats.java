package io.sparkae.train.transfer;

import io.sparkae.settings.Seeds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Floats rounded to 16 or 8 bits: a sign, 5 bits of exponent and 10 or 2 of mantissa. Exponents count from that of the
 * largest magnitude among each {@value #BLOCK} neighbouring values, so that the smallest of them other than 0 is
 * 2⁻³⁰ to 2⁻²⁹ of the largest.
 *
 * <p>A value x between two representable neighbours a &lt; b becomes b with probability (x − a)/(b − a), else a, so that its
 * expectation is x (stochastic rounding; Gupta, Agrawal, Gopalakrishnan and Narayanan, "Deep learning with limited numerical
 * precision", ICML 2015, section 3). The generator is seeded: the same values and seed give the same bytes. A value nearer to
 * 0 than the smallest, but not 0, becomes the smallest, since updaters divide by second moments. A block with a value that is
 * not finite is NaN throughout, and the very largest floats may become infinite.
 */
public final class RoundedFloats implements Packed {
    private static final long serialVersionUID = 1L;

    static final int BLOCK = 256;

    private static final int FLOAT_MANTISSA = 23;
    private static final int EXPONENTS = 31;
    private static final int NOT_FINITE = 0;

    private final int length;
    private final Precision precision;
    private final byte[] largest;
    private final byte[] codes;

    /** How much of a value is kept. */
    public enum Precision implements Serializable {
        /** 16 bits: a relative error of at most 2⁻¹⁰. */
        BITS_16(10),
        /** 8 bits: a relative error of at most 1/4. */
        BITS_8(2);

        private final int mantissa;

        Precision(int mantissa) {
            this.mantissa = mantissa;
        }

        private int bytes() {
            return this == BITS_16 ? 2 : 1;
        }

        private int signBit() {
            return 1 << (5 + mantissa);
        }
    }

    /**
     * Rounds.
     *
     * @param values not changed
     * @param seed of the generator
     */
    public RoundedFloats(float[] values, Precision precision, long seed) {
        this.length = values.length;
        this.precision = precision;
        this.largest = new byte[(values.length + BLOCK - 1) / BLOCK];
        this.codes = new byte[Math.multiplyExact(values.length, precision.bytes())];
        for (int block = 0; block < largest.length; block++) {
            int from = block * BLOCK;
            int to = Math.min(values.length, from + BLOCK);
            int exponent = exponentAbove(values, from, to);
            largest[block] = (byte) exponent;
            if (exponent != NOT_FINITE) {
                round(values, from, to, exponent, seed);
            }
        }
    }

    /** An exponent, as floats store it, that no value reaches, nor any after rounding; {@link #NOT_FINITE} if one is not. */
    private static int exponentAbove(float[] values, int from, int to) {
        int most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, Float.floatToRawIntBits(values[i]) & 0x7fffffff);
        }
        int exponent = most >>> FLOAT_MANTISSA;
        return exponent == 255 ? NOT_FINITE : Math.max(EXPONENTS, exponent + 1);
    }

    private void round(float[] values, int from, int to, int exponent, long seed) {
        int mantissa = precision.mantissa;
        int shift = FLOAT_MANTISSA - mantissa;
        int mask = (1 << shift) - 1;
        int offset = (exponent - EXPONENTS) << mantissa;
        int least = 1 << mantissa;
        int signBit = precision.signBit();
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int magnitude = bits & 0x7fffffff;
            if (magnitude == 0) {
                continue;
            }
            int random = (int) (Seeds.mix(seed + i * 0x9E3779B97F4A7C15L) >>> 32);
            int code = Math.max(least, ((magnitude + (random & mask)) >>> shift) - offset);
            put(i, bits < 0 ? code | signBit : code);
        }
    }

    private void put(int index, int code) {
        if (precision == Precision.BITS_8) {
            codes[index] = (byte) code;
        } else {
            codes[2 * index] = (byte) code;
            codes[2 * index + 1] = (byte) (code >>> 8);
        }
    }

    private int code(int index) {
        return precision == Precision.BITS_8
                ? codes[index] & 0xff
                : codes[2 * index] & 0xff | (codes[2 * index + 1] & 0xff) << 8;
    }

    @Override
    public float[] values() {
        float[] values = new float[length];
        int mantissa = precision.mantissa;
        int shift = FLOAT_MANTISSA - mantissa;
        int signBit = precision.signBit();
        for (int block = 0; block < largest.length; block++) {
            int from = block * BLOCK;
            int to = Math.min(length, from + BLOCK);
            int exponent = largest[block] & 0xff;
            if (exponent == NOT_FINITE) {
                Arrays.fill(values, from, to, Float.NaN);
                continue;
            }
            int offset = (exponent - EXPONENTS) << mantissa;
            for (int i = from; i < to; i++) {
                int code = code(i);
                int magnitude = code & (signBit - 1);
                if (magnitude != 0) {
                    int bits = (magnitude + offset) << shift;
                    values[i] = Float.intBitsToFloat((code & signBit) != 0 ? bits | Integer.MIN_VALUE : bits);
                }
            }
        }
        return values;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long bytes() {
        return (long) codes.length + largest.length;
    }
}
