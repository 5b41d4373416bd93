package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Rows of an image beside the images it is compared with, separated by a line.
 *
 * @param columns images at the right of the line; no row has more
 * @param rows from top to bottom
 */
public record Comparisons(int columns, List<Row> rows) implements Picture {
    private static final int ROOM = 12;

    /**
     * A row.
     *
     * @param label above it
     * @param one at the left
     * @param others beside it
     * @param captions one below each of the others
     */
    public record Row(String label, Tile one, List<? extends Tile> others, List<String> captions) {}

    @Override
    public int height() {
        return rows.stream().mapToInt(this::height).sum() + ImageGrid.TileRow.GAP;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        int top = 0;
        for (Row row : rows) {
            graphics.setColor(theme.foreground());
            label(row).flush(graphics, ImageGrid.TileRow.GAP, top + ROOM);
            int below = top + ROOM + label(row).height() + ImageGrid.TileRow.GAP;
            new ImageGrid.TileRow(List.of(row.one()), List.of(), cell())
                    .paint(graphics, theme, ImageGrid.TileRow.GAP, below);
            int line = ImageGrid.TileRow.GAP + cell() + ROOM;
            graphics.setColor(theme.foreground());
            graphics.drawLine(line, below, line, below + others(row).imageHeight());
            others(row).paint(graphics, theme, line + ROOM, below);
            top += height(row);
        }
    }

    private int height(Row row) {
        return ROOM + label(row).height() + ImageGrid.TileRow.GAP + others(row).height();
    }

    private FittedText label(Row row) {
        return FittedText.of(row.label(), width() - 2 * ImageGrid.TileRow.GAP);
    }

    private ImageGrid.TileRow others(Row row) {
        return new ImageGrid.TileRow(row.others(), row.captions(), cell());
    }

    private int cell() {
        return ImageGrid.TileRow.cell(width() - 2 * ROOM, columns + 1);
    }
}
