package io.sparkae.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Rows of images, each with a caption or none.
 *
 * @param rows all of one length, or shorter
 */
public record ImageGrid(List<Row> rows) implements Picture {
    private static final int WIDTH = 520;
    private static final int GAP = 4;
    private static final int CAPTION = 20;
    private static final int LABEL = 22;

    /**
     * A row of images.
     *
     * @param label above them; empty for none
     * @param images from left to right
     * @param captions one below each image, or none at all
     */
    public record Row(String label, List<GreyImage> images, List<String> captions) {}

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return rows.stream().mapToInt(this::height).sum() + GAP;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        graphics.setColor(theme.background());
        graphics.fillRect(0, 0, width(), height());
        graphics.setColor(theme.foreground());
        graphics.setFont(ChartStyle.TEXT);
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        int y = 0;
        for (Row row : rows) {
            paint(row, y, graphics);
            y += height(row);
        }
    }

    private void paint(Row row, int top, Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics();
        int y = top + GAP;
        if (!row.label().isEmpty()) {
            graphics.drawString(row.label(), GAP, y + metrics.getAscent());
            y += LABEL;
        }
        for (int i = 0; i < row.images().size(); i++) {
            GreyImage image = row.images().get(i);
            int x = GAP + i * (cell() + GAP);
            graphics.drawImage(image.draw(), x, y, cell(), cellHeight(), null);
            if (i < row.captions().size()) {
                String caption = row.captions().get(i);
                int left = x + (cell() - metrics.stringWidth(caption)) / 2;
                graphics.drawString(caption, left, y + cellHeight() + metrics.getAscent());
            }
        }
    }

    private int height(Row row) {
        return GAP
                + (row.label().isEmpty() ? 0 : LABEL)
                + cellHeight()
                + (row.captions().isEmpty() ? 0 : CAPTION);
    }

    private int cell() {
        int most = rows.stream().mapToInt(row -> row.images().size()).max().orElse(1);
        return (WIDTH - GAP) / Math.max(most, 8) - GAP;
    }

    private int cellHeight() {
        GreyImage first = rows.get(0).images().get(0);
        return Math.max(1, cell() * first.height() / first.width());
    }
}
