package io.sparkae.report.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text wrapped to a width: broken at spaces and after slashes, in a smaller font if a word is too long, and cut if the
 * smallest font is too wide.
 *
 * @param lines from top to bottom
 * @param font of all lines
 */
record FittedText(List<String> lines, Font font) {
    private static final String ELLIPSIS = "…";
    private static final int SMALLEST = 10;
    private static final int MOST_LINES = 3;
    private static final Pattern BREAKS = Pattern.compile("(?<=[ /])");

    /** Wraps a text to a width in pixels; its line breaks are kept. */
    static FittedText of(String text, int width) {
        for (int size = Theme.TEXT.getSize(); size >= SMALLEST; size--) {
            Font font = Theme.TEXT.deriveFont((float) size);
            List<String> lines = wrapped(text, width, metrics(font));
            if (lines.size() <= MOST_LINES
                    && lines.stream().allMatch(line -> metrics(font).stringWidth(line) <= width)) {
                return new FittedText(lines, font);
            }
        }
        Font font = Theme.TEXT.deriveFont((float) SMALLEST);
        return new FittedText(
                wrapped(text, width, metrics(font)).stream()
                        .limit(MOST_LINES)
                        .map(line -> cut(line, metrics(font), width))
                        .toList(),
                font);
    }

    int width() {
        return lines.stream()
                .mapToInt(line -> metrics(font).stringWidth(line))
                .max()
                .orElse(0);
    }

    int height() {
        return lines.size() * metrics(font).getHeight();
    }

    /** Draws the lines centred in a strip. */
    void centred(Graphics2D graphics, int left, int width, int top) {
        FontMetrics metrics = metrics(font);
        graphics.setFont(font);
        for (int i = 0; i < lines.size(); i++) {
            int x = left + (width - metrics.stringWidth(lines.get(i))) / 2;
            graphics.drawString(lines.get(i), x, top + i * metrics.getHeight() + metrics.getAscent());
        }
    }

    /** Draws the lines left-aligned. */
    void flush(Graphics2D graphics, int left, int top) {
        FontMetrics metrics = metrics(font);
        graphics.setFont(font);
        for (int i = 0; i < lines.size(); i++) {
            graphics.drawString(lines.get(i), left, top + i * metrics.getHeight() + metrics.getAscent());
        }
    }

    private static List<String> wrapped(String text, int width, FontMetrics metrics) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String begun = "";
            for (String word : BREAKS.split(line)) {
                if (!begun.isEmpty() && metrics.stringWidth((begun + word).strip()) > width) {
                    lines.add(begun.strip());
                    begun = "";
                }
                begun += word;
            }
            lines.add(begun.strip());
        }
        return lines;
    }

    /** A line shortened to fit, with an ellipsis where it was cut. */
    static String cut(String line, FontMetrics metrics, int pixels) {
        if (metrics.stringWidth(line) <= pixels) {
            return line;
        }
        int end = line.length() - 1;
        while (end > 0 && metrics.stringWidth(line.substring(0, end) + ELLIPSIS) > pixels) {
            end--;
        }
        return line.substring(0, Math.max(end, 0)) + ELLIPSIS;
    }

    /** Letter widths, for layouts made before there is a canvas. */
    static FontMetrics metrics(Font font) {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return graphics.getFontMetrics(font);
        } finally {
            graphics.dispose();
        }
    }
}
