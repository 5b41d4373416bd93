package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Java code and HOCON are refused by the same bounds, in the same words. */
class BoundsTest {
    @Test
    void wholeNumbersAreRefusedAsTheReaderRefusesThem() {
        for (int value : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE}) {
            assertEquals(
                    read("training.epochs", value, (reader, key) -> reader.intAtLeast(key, 1)),
                    failure(() -> Bounds.intAtLeast("training.epochs", 1, value)));
        }
    }

    @Test
    void fractionsAreRefusedAsTheReaderRefusesThem() {
        for (double value : new double[] {-0.5, -1e-300, 0, 0.5, 1, 1.5, 1e300}) {
            String key = "ingest.validation-fraction";
            assertEquals(
                    read(key, value, SettingsReader::fractionBelowOne),
                    failure(() -> Bounds.fractionBelowOne(key, value)));
            assertEquals(read(key, value, SettingsReader::fraction), failure(() -> Bounds.fraction(key, value)));
            assertEquals(read(key, value, SettingsReader::notNegative), failure(() -> Bounds.notNegative(key, value)));
            assertEquals(read(key, value, SettingsReader::positive), failure(() -> Bounds.positive(key, value)));
        }
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThrows(SettingsException.class, () -> Bounds.fraction("key", value));
            assertThrows(SettingsException.class, () -> Bounds.fractionBelowOne("key", value));
            assertThrows(SettingsException.class, () -> Bounds.notNegative("key", value));
            assertThrows(SettingsException.class, () -> Bounds.positive("key", value));
        }
        assertDoesNotThrow(() -> Bounds.positive("key", Double.MIN_VALUE));
    }

    /** The reader's message, empty if it takes the value. */
    private static String read(String key, Object value, BiConsumer<SettingsReader, String> read) {
        SettingsReader reader =
                Settings.load(List.of(), List.of(key + "=" + value)).reader();
        read.accept(reader, key);
        return failure(reader::check);
    }

    private static String failure(Runnable check) {
        try {
            check.run();
            return "";
        } catch (SettingsException e) {
            return e.getMessage();
        }
    }
}
