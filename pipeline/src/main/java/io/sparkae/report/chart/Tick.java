package io.sparkae.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A number on an axis.
 *
 * @param place 0 where the axis begins, 1 where it ends
 * @param text the number
 */
public record Tick(double place, String text) {
    private static final int MOST = 6;

    /** Round numbers from 0 to the end of an axis, three to {@value #MOST}; just 0 if it has no length. */
    static List<Tick> upTo(double end) {
        if (!(end >= Float.MIN_VALUE) || Double.isInfinite(end)) { // nor one that steps would vanish in
            return List.of(new Tick(0, "0"));
        }
        double power = Math.pow(10, Math.floor(Math.log10(end)));
        double step = power * (end / power >= 5 ? 1 : end / power >= 2 ? 0.5 : 0.2);
        step = end / step >= MOST ? 2 * step : step;
        double distance = step;
        return LongStream.rangeClosed(0, (long) (end / step * (1 + 1e-9)))
                .mapToObj(i -> new Tick(Math.min(1, i * distance / end), text(i * distance)))
                .toList();
    }

    private static String text(double number) {
        String digits = String.format(Locale.ROOT, "%.2g", number);
        return number == 0 ? "0" : digits.contains("e") || !digits.contains(".") ? digits : trimmed(digits);
    }

    private static String trimmed(String digits) {
        return digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
