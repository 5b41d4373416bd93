package io.sparkae.report.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;

/** Text that has to fit. */
final class Lettering {
    private static final String CUT = "…";

    private Lettering() {}

    /** How wide letters are, for layouts made before there is anything to draw on. */
    static FontMetrics metrics(Font font) {
        var graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(font);
        } finally {
            graphics.dispose();
        }
    }

    /** As much of a text as fits, with dots where it was cut. */
    static String fit(String text, FontMetrics metrics, int pixels) {
        if (metrics.stringWidth(text) <= pixels) {
            return text;
        }
        int end = text.length() - 1;
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + CUT) > pixels) {
            end--;
        }
        return text.substring(0, Math.max(end, 0)) + CUT;
    }
}
