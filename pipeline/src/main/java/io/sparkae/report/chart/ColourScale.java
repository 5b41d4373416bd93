package io.sparkae.report.chart;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

/**
 * Colours for numbers, interpolated between evenly spaced ones.
 *
 * @param colours from 0 to 1
 */
public record ColourScale(List<Color> colours) {
    /**
     * For amounts, dark blue to yellow: equal steps look equally large, to people who see no reds or greens too (cividis;
     * Nuñez, Anderton and Renslow, "Optimizing colormaps with consideration for color vision deficiency to enable accurate
     * interpretation of scientific data", PLOS ONE 2018).
     */
    public static final ColourScale AMOUNT =
            of(0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838);

    /**
     * For signed numbers: blue below zero, white at it, orange above (the blues of ColorBrewer's RdBu, the oranges of its
     * PuOr; Harrower and Brewer, "ColorBrewer.org", 2003).
     */
    public static final ColourScale SIGNED =
            of(0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfee0b6, 0xfdb863, 0xe08214, 0xb35806);

    private static ColourScale of(int... colours) {
        return new ColourScale(Arrays.stream(colours).mapToObj(Color::new).toList());
    }

    /** The colour of a number from 0 to 1; numbers beyond have that of the nearer end, and none that of 0. */
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
}
