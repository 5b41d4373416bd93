package io.sparkae.rows.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;

/** Against Parquet's own decoder. */
class RunLengthEncoderProperties {
    @Property(tries = 300, seed = "1")
    void repeatedValuesAreWhatWasRepeated(@ForAll @Size(max = 20) List<@IntRange(max = 20_000) Integer> lengths)
            throws IOException {
        RunLengthEncoder runs = new RunLengthEncoder(1);
        List<Integer> expected = new ArrayList<>();
        for (int length : lengths) {
            int value = length % 3 % 2; // now and then the same again
            runs.repeat(value, length);
            expected.addAll(Collections.nCopies(length, value));
        }

        byte[] bytes = runs.withLength().toByteArray();

        assertEquals(bytes.length - Integer.BYTES, BytesUtils.readIntLittleEndian(bytes, 0));
        assertEquals(expected, decoded(runs, 1, expected.size()));
    }

    @Property(tries = 300, seed = "2")
    void bytesAreWhatTheyWereOfAnyCount(
            @ForAll @IntRange(max = 3) int before, @ForAll @IntRange(max = 3000) int count, @ForAll long seed)
            throws IOException {
        byte[] values = new byte[before + count + 5];
        new SplittableRandom(seed).nextBytes(values);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(values[before + i] & 0xFF);
        }

        assertEquals(expected, decoded(new RunLengthEncoder(1).bytes(values, before, count), 8, count));
    }

    @Property(tries = 100, seed = "3")
    void runsOfBothKindsMayFollowEachOther(@ForAll @Size(max = 10) List<@IntRange(max = 100) Integer> groups)
            throws IOException {
        RunLengthEncoder runs = new RunLengthEncoder(1);
        List<Integer> expected = new ArrayList<>();
        for (int group : groups) {
            byte[] values = new byte[group * 8];
            new SplittableRandom(group).nextBytes(values);
            runs.bytes(values, 0, values.length).repeat(group, group);
            for (byte value : values) {
                expected.add(value & 0xFF);
            }
            expected.addAll(Collections.nCopies(group, group));
        }

        assertEquals(expected, decoded(runs, 8, expected.size()));
    }

    private static List<Integer> decoded(RunLengthEncoder runs, int bits, int count) throws IOException {
        RunLengthBitPackingHybridDecoder decoder =
                new RunLengthBitPackingHybridDecoder(bits, runs.get().toInputStream());
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(decoder.readInt());
        }
        return values;
    }
}
