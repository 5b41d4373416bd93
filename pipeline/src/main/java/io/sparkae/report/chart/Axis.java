package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** An axis of a chart: maps values to pixels, chooses the ticks, draws grid lines, tick labels and the title. */
public final class Axis {
    /** Pixels that ticks and title need below the plot. */
    static final int ROOM = 46;
    /** Pixels that they need left of it, with labels of up to six letters. */
    static final int ROOM_LEFT = 74;

    private static final int PIXELS_A_TICK_LEFT = 24;
    private static final int[] PIXELS_A_TICK_BELOW = {40, 55, 75, 100, 130};
    private static final int LABEL_GAP = 14;
    private static final int TITLE = 24;
    private static final int MARK = 4;
    /** Pixels right of a plot that a label may cover. */
    private static final int MARGIN_RIGHT = 14;

    private static final double MARGIN = 0.03;

    private final String title;
    private final Scale scale;
    private final double low;
    private final double high;
    private final List<Tick> marks;

    /** How values are spaced along an axis. */
    public enum Scale {
        /** Evenly. */
        LINEAR,
        /** Evenly, with ticks at whole numbers only. */
        WHOLE,
        /** By their logarithm, with ticks at powers of two; values are positive. */
        LOG2,
        /** By their logarithm, with ticks at 1, 2 and 5 times powers of ten; values are positive. */
        LOG10;

        private double of(double value) {
            return switch (this) {
                case LINEAR, WHOLE -> value;
                case LOG2 -> Math.log(value) / Math.log(2);
                case LOG10 -> Math.log10(value);
            };
        }
    }

    /**
     * A labelled position on an axis.
     *
     * @param place 0 at the start of the axis, 1 at its end
     * @param text the label
     */
    public record Tick(double place, String text) {
        private static final int MOST = 6;

        /** Round numbers from 0 to the end of an axis, three to seven; just 0 if it has no length. */
        static List<Tick> upTo(double end) {
            if (!(end >= Float.MIN_VALUE) || Double.isInfinite(end)) { // a step would underflow
                return List.of(new Tick(0, "0"));
            }
            Ticks ticks = Ticks.between(0, end, MOST);
            return ticks.values().stream()
                    .map(value -> new Tick(Math.min(1, value / end), ticks.label(value)))
                    .toList();
        }
    }

    /**
     * Round numbers: 1, 2 or 5 times a power of ten apart.
     *
     * @param step between neighbours
     * @param values those within the range, ascending
     */
    record Ticks(double step, List<Double> values) {
        private static final double[] ROUND = {1, 2, 5, 10};

        /**
         * Ticks of a range.
         *
         * @param high above {@code low}
         * @param most steps that the range is divided into
         */
        static Ticks between(double low, double high, int most) {
            double least = (high - low) / most;
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            double step = 10 * power;
            for (int i = ROUND.length - 1; i >= 0; i--) {
                step = ROUND[i] * power >= least * (1 - 1e-9) ? ROUND[i] * power : step;
            }
            return every(step, low, high);
        }

        /** Ticks that are whole numbers. */
        static Ticks wholeBetween(double low, double high, int most) {
            Ticks ticks = between(low, high, most);
            return ticks.step() < 1 ? every(1, low, high) : ticks;
        }

        private static Ticks every(double step, double low, double high) {
            List<Double> values = new ArrayList<>();
            double slack = 1e-9 * (high - low); // an end that is round itself has a tick
            for (long i = (long) Math.ceil((low - slack) / step); i * step <= high + slack; i++) {
                values.add(i * step);
            }
            return new Ticks(step, List.copyOf(values));
        }

        /** The value with the decimals that distinguish neighbours. */
        String label(double value) {
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
            if (value == 0 && decimals > 5) {
                return "0";
            }
            return decimals > 5
                    ? String.format(Locale.ROOT, "%.1e", value)
                    : String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0); // no minus before zero
        }
    }

    /** @param low in the scale's coordinates, as is {@code high}; a range without length becomes 1 long */
    private Axis(String title, Scale scale, double low, double high, List<Tick> marks) {
        boolean empty = !(high > low);
        double middle = Double.isFinite(low) ? low : 0;
        this.title = title;
        this.scale = scale;
        this.low = empty ? middle - 0.5 : low;
        this.high = empty ? middle + 0.5 : high;
        this.marks = marks;
    }

    /**
     * An axis with given ticks.
     *
     * @param title measured quantity with its unit
     */
    public static Axis marked(String title, List<Tick> ticks) {
        return new Axis(title, Scale.LINEAR, 0, 1, ticks);
    }

    /** A linear axis. */
    static Axis linear(String title, double low, double high) {
        return new Axis(title, Scale.LINEAR, low, high, List.of());
    }

    /** A linear axis with a margin of 3 % at both ends. */
    static Axis around(String title, double smallest, double largest) {
        return around(title, Scale.LINEAR, smallest, largest);
    }

    /** An axis with a margin of 3 % at both ends. */
    static Axis around(String title, Scale scale, double smallest, double largest) {
        double from = scale.of(smallest);
        double to = scale.of(largest);
        double margin = MARGIN * (to - from);
        return new Axis(title, scale, from - margin, to + margin, List.of());
    }

    /** An axis from zero, with a margin at its upper end. */
    static Axis fromZero(String title, Scale scale, double largest) {
        return new Axis(title, scale, 0, largest > 0 ? (1 + MARGIN) * largest : 1, List.of());
    }

    /** Horizontal position of a value in pixels. */
    double across(double value, Rectangle plot) {
        return plot.x + place(scale.of(value)) * plot.width;
    }

    /** Vertical position of a value in pixels. */
    double up(double value, Rectangle plot) {
        return plot.y + plot.height - place(scale.of(value)) * plot.height;
    }

    /** Pixels that the title and the labels need left of a plot. */
    int roomLeft(int height) {
        FontMetrics metrics = FittedText.metrics(Theme.TEXT);
        return TITLE + widest(ticksLeft(height), metrics) + MARK + 4;
    }

    /** Draws vertical grid lines, tick labels and title of a horizontal axis. */
    void paintBelow(Rectangle plot, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = metrics(graphics);
        int bottom = plot.y + plot.height;
        for (Tick tick : ticksBelow(plot.width, metrics)) {
            int x = (int) Math.round(plot.x + tick.place() * plot.width);
            graphics.setColor(theme.faint());
            graphics.drawLine(x, plot.y, x, bottom + MARK);
            graphics.setColor(theme.foreground());
            int width = metrics.stringWidth(tick.text());
            int left = Math.min(x - width / 2, plot.x + plot.width + MARGIN_RIGHT - width); // within the picture
            graphics.drawString(tick.text(), left, bottom + MARK + 1 + metrics.getAscent());
        }
        titleBelow(title, plot, ROOM, graphics, theme);
    }

    /** Draws a title whose lower edge is {@code room} pixels below the plot. */
    static void titleBelow(String title, Rectangle plot, int room, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = metrics(graphics);
        graphics.setColor(theme.foreground());
        graphics.drawString(
                title,
                Math.max(4, plot.x + (plot.width - metrics.stringWidth(title)) / 2),
                plot.y + plot.height + room - metrics.getDescent());
    }

    /** Draws horizontal grid lines, tick labels and title of a vertical axis. */
    void paintLeft(Rectangle plot, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = metrics(graphics);
        for (Tick tick : ticksLeft(plot.height)) {
            int y = (int) Math.round(plot.y + plot.height - tick.place() * plot.height);
            graphics.setColor(theme.faint());
            graphics.drawLine(plot.x - MARK, y, plot.x + plot.width, y);
            graphics.setColor(theme.foreground());
            graphics.drawString(
                    tick.text(),
                    plot.x - MARK - 3 - metrics.stringWidth(tick.text()),
                    y + (metrics.getAscent() - metrics.getDescent()) / 2);
        }
        graphics.setColor(theme.foreground());
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(title, -(plot.y + (plot.height + metrics.stringWidth(title)) / 2), metrics.getAscent() + 2);
        graphics.setTransform(before);
    }

    private List<Tick> ticksLeft(int height) {
        return ticks(Math.max(1, height / PIXELS_A_TICK_LEFT));
    }

    /** The densest ticks whose labels do not touch. */
    private List<Tick> ticksBelow(int width, FontMetrics metrics) {
        List<Tick> ticks = List.of();
        for (int pixels : PIXELS_A_TICK_BELOW) {
            ticks = ticks(Math.max(1, width / pixels));
            double closest = Double.POSITIVE_INFINITY;
            for (int i = 1; i < ticks.size(); i++) {
                closest = Math.min(
                        closest,
                        width * (ticks.get(i).place() - ticks.get(i - 1).place()));
            }
            if (widest(ticks, metrics) + LABEL_GAP <= closest) {
                break;
            }
        }
        return ticks;
    }

    /** Ticks that divide the axis into at most {@code most} steps; the given ones of a marked axis. */
    List<Tick> ticks(int most) {
        if (!marks.isEmpty()) {
            return marks;
        }
        Ticks even = scale == Scale.LINEAR ? Ticks.between(low, high, most) : Ticks.wholeBetween(low, high, most);
        return switch (scale) {
            case LINEAR, WHOLE ->
                even.values().stream()
                        .map(value -> new Tick(place(value), even.label(value)))
                        .toList();
            case LOG2 ->
                even.values().stream()
                        .map(power -> new Tick(place(power), number(Math.pow(2, power))))
                        .toList();
            case LOG10 -> decades(even, most);
        };
    }

    /** 1, 2 and 5 times each power of ten if there is room, else powers of ten only. */
    private List<Tick> decades(Ticks powers, int most) {
        List<Tick> fine = DoubleStream.iterate(Math.floor(low), power -> power <= high, power -> power + 1)
                .flatMap(power -> DoubleStream.of(1, 2, 5).map(digit -> digit * Math.pow(10, power)))
                .filter(value -> Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9)
                .mapToObj(value -> new Tick(place(Math.log10(value)), number(value)))
                .toList();
        return fine.size() <= most + 1
                ? fine
                : powers.values().stream()
                        .map(power -> new Tick(place(power), number(Math.pow(10, power))))
                        .toList();
    }

    private double place(double scaled) {
        return (scaled - low) / (high - low);
    }

    /** Short, with k for thousands and M for millions. */
    private static String number(double value) {
        if (value < 1e-4 || value >= 1e9) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        boolean millions = value >= 999_999;
        boolean thousands = !millions && value >= 9_999;
        return new DecimalFormat("#,##0.#####", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(new BigDecimal(value / (millions ? 1e6 : thousands ? 1e3 : 1), MathContext.DECIMAL32))
                + (millions ? "M" : thousands ? "k" : "");
    }

    private static int widest(List<Tick> ticks, FontMetrics metrics) {
        return ticks.stream()
                .mapToInt(tick -> metrics.stringWidth(tick.text()))
                .max()
                .orElse(0);
    }

    private static FontMetrics metrics(Graphics2D graphics) {
        graphics.setFont(Theme.TEXT);
        graphics.setStroke(Theme.HAIRLINE);
        return graphics.getFontMetrics();
    }
}
