package io.sparkae.train.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.train.transfer.RoundedFloats.Precision;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundedFloatsProperties {
    private static final float SMALL = 0x1p-29f;

    @Property
    void everyValueIsANeighbourOfItself(
            @ForAll @Size(max = 600) float[] any, @ForAll Precision precision, @ForAll long seed) {
        float[] values = any.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-1e38f, Math.min(1e38f, values[i])); // larger ones may become infinite
        }

        float[] rounded = new RoundedFloats(values, precision, seed).values();

        assertEquals(values.length, rounded.length);
        double relative = precision == Precision.BITS_16 ? 0x1p-10 : 0.25;
        for (int i = 0; i < values.length; i++) {
            float largest = 0;
            int from = i / RoundedFloats.BLOCK * RoundedFloats.BLOCK;
            for (int j = from; j < Math.min(values.length, from + RoundedFloats.BLOCK); j++) {
                largest = Math.max(largest, Math.abs(values[j]));
            }
            double allowed = Math.max(relative * Math.abs(values[i]), largest * SMALL) + Float.MIN_NORMAL;
            assertTrue(Math.abs((double) rounded[i] - values[i]) <= allowed, values[i] + " became " + rounded[i]);
            assertEquals(values[i] == 0, rounded[i] == 0, "nothing but 0 becomes 0");
            assertTrue(rounded[i] == 0 || Math.signum(rounded[i]) == Math.signum(values[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfTheFormatStayAsTheyAre(Precision precision) {
        float[] values = {0, 1, -1, 0.5f, 1.25f, -1.75f, 0x1p-20f, 0, -0x1.8p-28f};

        assertArrayEquals(values, new RoundedFloats(values, precision, 1).values());
    }

    /** 1.1 lies between 1 and 1.25, two fifths of the way. */
    @Test
    void roundingIsRightOnAverage() {
        float[] mean = new float[2];
        int times = 20_000;
        for (int seed = 0; seed < times; seed++) {
            float[] rounded = new RoundedFloats(new float[] {1.1f, -3.3f}, Precision.BITS_8, seed * 31L).values();
            for (int i = 0; i < 2; i++) {
                mean[i] += rounded[i] / times;
            }
        }

        assertEquals(1.1, mean[0], 0.004);
        assertEquals(-3.3, mean[1], 0.01);
    }

    @Test
    void theSameSeedGivesTheSameValues() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }

        assertArrayEquals(
                new RoundedFloats(values, Precision.BITS_8, 7).values(),
                new RoundedFloats(values, Precision.BITS_8, 7).values());
    }

    @Test
    void whatIsNotFiniteStaysSo() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] values = new float[300];
            values[280] = bad;

            float[] rounded = new RoundedFloats(values, Precision.BITS_8, 1).values();

            assertTrue(Float.isNaN(rounded[280]));
            assertEquals(0, rounded[0]);
        }
    }

    @Test
    void aValueTakesTheBytesItSays() throws Exception {
        float[] values = new float[100_000];
        for (Precision precision : Precision.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            RoundedFloats rounded = new RoundedFloats(values, precision, 1);
            new ObjectOutputStream(bytes).writeObject(rounded);

            assertEquals(rounded.bytes(), bytes.size(), 1000);
            assertEquals(values.length * (precision == Precision.BITS_16 ? 2 : 1), rounded.bytes(), 1000);
        }
    }
}
