package io.sparkae.report.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of a page.
 *
 * @param background of everything
 * @param foreground text and axes
 * @param faint grid lines and frames
 * @param unknown points that belong to nothing
 * @param strong the largest amount; none at all has the colour of the background
 */
public record Theme(Color background, Color foreground, Color faint, Color unknown, Color strong) {
    /** Dark on white, also for paper. */
    public static final Theme LIGHT =
            new Theme(Color.WHITE, new Color(0x1f2328), new Color(0xd1d9e0), new Color(0xa8b0b8), new Color(0x08316e));

    /** Light on near black. */
    public static final Theme DARK = new Theme(
            new Color(0x151b23), new Color(0xe6edf3), new Color(0x3d444d), new Color(0x6b737c), new Color(0xa8d1ff));

    /** Ten colours that people who see colours otherwise can tell apart (Petroff, "Accessible Color Sequences", 2021). */
    private static final List<Color> SERIES = List.of(
            new Color(0x3f90da),
            new Color(0xffa90e),
            new Color(0xbd1f01),
            new Color(0x94a4a2),
            new Color(0x832db6),
            new Color(0xa96b59),
            new Color(0xe76300),
            new Color(0xb9ac70),
            new Color(0x717581),
            new Color(0x92dadd));

    /** The colour of a series or class; they repeat after ten. */
    public Color series(int number) {
        return SERIES.get(number % SERIES.size());
    }

    /** From the background's colour at 0 to the strong one at 1, in one hue, so that lightness alone tells amounts. */
    Color amount(double share) {
        return new Color(
                mix(background.getRed(), strong.getRed(), share),
                mix(background.getGreen(), strong.getGreen(), share),
                mix(background.getBlue(), strong.getBlue(), share));
    }

    /** Black or white, whichever is read more easily on that colour (relative luminance of WCAG 2, roughly). */
    static Color textOn(Color colour) {
        double luminance = 0.2126 * Math.pow(colour.getRed() / 255.0, 2.2)
                + 0.7152 * Math.pow(colour.getGreen() / 255.0, 2.2)
                + 0.0722 * Math.pow(colour.getBlue() / 255.0, 2.2);
        return luminance > 0.18 ? Color.BLACK : Color.WHITE;
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }
}
