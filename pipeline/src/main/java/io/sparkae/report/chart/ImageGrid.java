package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Rows of images, each row with a label above it or none.
 *
 * @param columns cells side by side; no row has more
 * @param rows from top to bottom
 */
public record ImageGrid(int columns, List<Row> rows) implements Picture {
    /** Images side by side, as people are used to see them. */
    public static final int COLUMNS = 10;

    /**
     * A row of images.
     *
     * @param label what they are; empty for none
     * @param images from left to right
     * @param captions one below each image, or none at all
     */
    public record Row(String label, List<? extends Tile> images, List<String> captions) {
        /** Without captions. */
        public Row(String label, List<? extends Tile> images) {
            this(label, images, List.of());
        }
    }

    /** {@value #COLUMNS} images side by side. */
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
}
