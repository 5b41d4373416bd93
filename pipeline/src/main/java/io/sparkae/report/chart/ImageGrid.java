package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Rows of images, each with an optional label above it.
 *
 * @param columns cells side by side; no row has more
 * @param rows from top to bottom
 */
public record ImageGrid(int columns, List<Row> rows) implements Picture {
    /** Default number of columns. */
    public static final int COLUMNS = 10;

    /**
     * A row of images.
     *
     * @param label of the row; empty for none
     * @param images from left to right
     * @param captions one below each image, or empty
     */
    public record Row(String label, List<? extends Tile> images, List<String> captions) {
        /** A row without captions. */
        public Row(String label, List<? extends Tile> images) {
            this(label, images, List.of());
        }
    }

    /** A grid of {@value #COLUMNS} columns. */
    public ImageGrid(List<Row> rows) {
        this(COLUMNS, rows);
    }

    @Override
    public int height() {
        return rows.stream().mapToInt(this::height).sum() + TileRow.GAP;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        int top = 0;
        for (Row row : rows) {
            int below = top + TileRow.GAP;
            graphics.setColor(theme.foreground());
            if (!row.label().isEmpty()) {
                label(row).flush(graphics, TileRow.GAP, below);
            }
            tiles(row).paint(graphics, theme, TileRow.GAP, below + labelHeight(row));
            top += height(row);
        }
    }

    private int height(Row row) {
        return TileRow.GAP + labelHeight(row) + tiles(row).height();
    }

    private int labelHeight(Row row) {
        return row.label().isEmpty() ? 0 : label(row).height() + TileRow.GAP;
    }

    private FittedText label(Row row) {
        return FittedText.of(row.label(), width() - 2 * TileRow.GAP);
    }

    private TileRow tiles(Row row) {
        return new TileRow(row.images(), row.captions(), TileRow.cell(width(), columns));
    }

    /**
     * Images side by side in cells of equal size, each with an optional caption below it.
     *
     * @param images all of one shape
     * @param captions one an image, or empty
     * @param cell width of an image in pixels of a page
     */
    record TileRow(List<? extends Tile> images, List<String> captions, int cell) {
        static final int GAP = 4;

        /** Width of a cell if {@code columns} fill a width, with gaps between them and at both ends. */
        static int cell(int width, int columns) {
            return (width - GAP) / columns - GAP;
        }

        int height() {
            int lettered = captions.stream()
                    .mapToInt(caption -> FittedText.of(caption, cell).height())
                    .max()
                    .orElse(0);
            return imageHeight() + lettered;
        }

        int imageHeight() {
            return images.isEmpty()
                    ? 0
                    : Math.max(1, cell * images.get(0).height() / images.get(0).width());
        }

        void paint(Graphics2D graphics, Theme theme, int left, int top) {
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            for (int i = 0; i < images.size(); i++) {
                int x = left + i * (cell + GAP);
                graphics.drawImage(images.get(i).draw(), x, top, cell, imageHeight(), null);
                graphics.setColor(theme.faint());
                graphics.drawRect(x - 1, top - 1, cell + 1, imageHeight() + 1);
                if (i < captions.size()) {
                    graphics.setColor(theme.foreground());
                    FittedText.of(captions.get(i), cell).centred(graphics, x, cell, top + imageHeight());
                }
            }
        }
    }
}
