package io.sparkae.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis: 1, 2 or 5 times a power of ten apart.
 *
 * @param step from one to the next
 * @param values those between the axis's ends, rising
 */
record Ticks(double step, List<Double> values) {
    private static final double[] ROUND = {1, 2, 5, 10};

    /**
     * Chooses them.
     *
     * @param high above {@code low}
     * @param most how many steps at most the range is cut into
     */
    static Ticks between(double low, double high, int most) {
        double least = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = 10 * power;
        for (int i = ROUND.length - 1; i >= 0; i--) {
            step = ROUND[i] * power >= least * (1 - 1e-9) ? ROUND[i] * power : step;
        }
        List<Double> values = new ArrayList<>();
        double slack = 1e-9 * (high - low); // an end that is round itself has a tick
        for (long i = (long) Math.ceil((low - slack) / step); i * step <= high + slack; i++) {
            values.add(i * step);
        }
        return new Ticks(step, List.copyOf(values));
    }

    /** With as many decimals as tell one from the next. */
    String label(double value) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return decimals > 5
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0); // no minus before zero
    }
}
