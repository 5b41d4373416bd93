package io.sparkae.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of a page.
 *
 * @param background of everything
 * @param foreground text and axes
 * @param faint grid lines and frames
 */
public record Theme(Color background, Color foreground, Color faint) {
    /** Dark on white, also for paper. */
    public static final Theme LIGHT = new Theme(Color.WHITE, new Color(0x1f2328), new Color(0xd1d9e0));

    /** Light on near black. */
    public static final Theme DARK = new Theme(new Color(0x151b23), new Color(0xe6edf3), new Color(0x3d444d));

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
}
