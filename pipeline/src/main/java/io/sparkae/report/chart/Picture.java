package io.sparkae.report.chart;

import java.awt.Graphics2D;

/** Something that can be drawn at a fixed size, in pixels of a page. */
public interface Picture {
    /** In pixels of a page: two pictures stand side by side on a desk, and letters can be read on a phone. */
    default int width() {
        return Theme.WIDTH;
    }

    /** In pixels of a page. */
    int height();

    /** Draws all of it, background included. */
    void paint(Graphics2D graphics, Theme theme);
}
