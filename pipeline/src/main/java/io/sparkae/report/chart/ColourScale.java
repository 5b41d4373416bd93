package io.sparkae.report.chart;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/**
 * Colours for numbers, interpolated between evenly spaced ones.
 *
 * @param colours from 0 to 1
 */
public record ColourScale(List<Color> colours) {
    /**
     * Amounts, dark blue to yellow: perceptually uniform, also for colour-blind readers (cividis;
     * Nuñez, Anderton and Renslow, "Optimizing colormaps with consideration for color vision deficiency to enable accurate
     * interpretation of scientific data", PLOS ONE 2018).
     */
    public static final ColourScale AMOUNT =
            of(0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838);

    /**
     * Signed values: blue below zero, white at zero, orange above (the blues of ColorBrewer's RdBu, the oranges of its
     * PuOr; Harrower and Brewer, "ColorBrewer.org", 2003).
     */
    public static final ColourScale SIGNED =
            of(0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfee0b6, 0xfdb863, 0xe08214, 0xb35806);

    private static ColourScale of(int... colours) {
        return new ColourScale(Arrays.stream(colours).mapToObj(Color::new).toList());
    }

    /** Colour of a number, clamped to [0, 1]; NaN has the colour of 0. */
    public Color at(double number) {
        double place = Math.min(1, Math.max(0, number)) * (colours.size() - 1);
        int below = Math.min((int) place, colours.size() - 2);
        float share = (float) (Double.isNaN(place) ? 0 : place - below);
        Color from = colours.get(below);
        Color to = colours.get(below + 1);
        return new Color(
                mix(from.getRed(), to.getRed(), share),
                mix(from.getGreen(), to.getGreen(), share),
                mix(from.getBlue(), to.getBlue(), share));
    }

    private static int mix(int from, int to, float share) {
        return Math.round(from + share * (to - from));
    }

    /**
     * The legend of a colour scale.
     *
     * @param scale from left to right
     * @param ticks below it
     * @param label measured quantity with its unit
     */
    public record Key(ColourScale scale, List<Axis.Tick> ticks, String label) implements Picture {
        private static final int BAR = 14;
        private static final int GAP = 4;

        /** Pixels at each side of the bar, for half of a tick's text. */
        private static final int MARGIN = 32;

        @Override
        public int height() {
            return GAP + BAR + GAP + FittedText.of("0", width()).height() + text().height() + GAP;
        }

        @Override
        public void paint(Graphics2D graphics, Theme theme) {
            theme.clear(graphics, this);
            int length = width() - 2 * MARGIN;
            for (int x = 0; x < length; x++) {
                graphics.setColor(scale.at(x / (length - 1.0)));
                graphics.fillRect(MARGIN + x, GAP, 1, BAR);
            }
            graphics.setColor(theme.foreground());
            graphics.setFont(Theme.TEXT);
            FontMetrics metrics = graphics.getFontMetrics();
            int below = GAP + BAR;
            for (Axis.Tick tick : ticks) {
                int x = MARGIN + (int) Math.round(tick.place() * (length - 1));
                graphics.drawLine(x, below, x, below + GAP);
                graphics.drawString(
                        tick.text(), x - metrics.stringWidth(tick.text()) / 2, below + GAP + metrics.getAscent());
            }
            text().centred(graphics, 0, width(), below + GAP + metrics.getHeight());
        }

        private FittedText text() {
            return FittedText.of(label, width() - 2 * GAP);
        }
    }
}
