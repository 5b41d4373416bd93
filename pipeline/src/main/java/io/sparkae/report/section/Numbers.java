package io.sparkae.report.section;

import java.util.Locale;

/** Formats numbers for tables, with no-break spaces before units. */
final class Numbers {
    private static final int SHORT_HASH = 12;

    private Numbers() {}

    /** With commas between thousands. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** With four decimals. */
    static String error(double number) {
        return String.format(Locale.ROOT, "%.4f", number);
    }

    /** With one decimal. */
    static String tenths(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    /** A share in [0, 1] as a percentage with two decimals. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * share);
    }

    /** With one decimal below ten, in powers of 1000. */
    static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && value < 10 ? "%.1f\u00a0%s" : "%.0f\u00a0%s", value, units[unit]);
    }

    /** The first {@value #SHORT_HASH} digits of a hash. */
    static String hash(String hexadecimal) {
        return hexadecimal.substring(0, Math.min(SHORT_HASH, hexadecimal.length()));
    }
}
