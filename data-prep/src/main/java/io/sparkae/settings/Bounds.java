package io.sparkae.settings;

import java.util.List;

/**
 * Checks of values that Java code puts into settings, for the compact constructors of settings records: the bounds of
 * {@link SettingsReader}'s methods of the same names, and the same messages.
 */
public final class Bounds {
    private Bounds() {}

    /**
     * Requires {@code value >= least}.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void intAtLeast(String key, int least, int value) {
        require(value >= least, key, ">= " + least, value);
    }

    /**
     * Requires a whole number from {@code least} to {@code most}.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void intBetween(String key, int least, int most, int value) {
        intAtLeast(key, least, value);
        require(value <= most, key, "<= " + most, value);
    }

    /**
     * Requires a number in {@code [0, 1)}.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void fractionBelowOne(String key, double value) {
        require(value >= 0 && value < 1, key, "a number in [0, 1)", value);
    }

    /**
     * Requires a number in {@code [0, 1]}.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void fraction(String key, double value) {
        require(value >= 0 && value <= 1, key, "a number in [0, 1]", value);
    }

    /**
     * Requires a finite number of at least zero.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void notNegative(String key, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, key, "a number >= 0", value);
    }

    /**
     * Requires a finite number above zero.
     *
     * @throws SettingsException naming the key and the value
     */
    public static void positive(String key, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, key, "a number > 0", value);
    }

    private static void require(boolean holds, String key, String expected, Object found) {
        if (!holds) {
            throw new SettingsException(List.of(key + ": expected " + expected + ", found " + found));
        }
    }
}
