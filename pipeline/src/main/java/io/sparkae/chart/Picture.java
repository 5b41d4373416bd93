package io.sparkae.chart;

import java.awt.Graphics2D;

/** Something that can be drawn at a fixed size, in pixels of a page. */
public interface Picture {
    /** In pixels of a page. */
    int width();

    /** In pixels of a page. */
    int height();

    /** Draws all of it, background included. */
    void paint(Graphics2D graphics, Theme theme);
}
