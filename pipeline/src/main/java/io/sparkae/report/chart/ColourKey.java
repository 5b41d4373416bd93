package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/**
 * Says what the colours of a scale stand for.
 *
 * @param scale from left to right
 * @param ticks below it, from its left end on
 * @param label what is measured, with its unit
 */
public record ColourKey(ColourScale scale, List<Axis.Tick> ticks, String label) implements Picture {
    private static final int BAR = 14;
    private static final int GAP = 4;

    /** On either side of the bar, for half of a tick's text. */
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
