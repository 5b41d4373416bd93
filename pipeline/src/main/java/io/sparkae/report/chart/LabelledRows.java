package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Rows of images, each with its label at the left.
 *
 * @param columns images side by side; no row has more
 * @param rows from top to bottom
 */
public record LabelledRows(int columns, List<ImageGrid.Row> rows) implements Picture {
    private static final int WIDEST_LABEL = 110;
    private static final int LABEL_GAP = 8;

    @Override
    public int height() {
        return rows.stream().mapToInt(this::height).sum() + ImageGrid.TileRow.GAP;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        int left = imagesLeft();
        int top = ImageGrid.TileRow.GAP;
        for (ImageGrid.Row row : rows) {
            FittedText label = FittedText.of(row.label(), WIDEST_LABEL);
            ImageGrid.TileRow tiles = tiles(row);
            graphics.setColor(theme.foreground());
            label.flush(graphics, ImageGrid.TileRow.GAP, top + Math.max(0, (tiles.imageHeight() - label.height()) / 2));
            tiles.paint(graphics, theme, left, top);
            top += height(row);
        }
    }

    private int height(ImageGrid.Row row) {
        return ImageGrid.TileRow.GAP
                + Math.max(
                        tiles(row).height(),
                        FittedText.of(row.label(), WIDEST_LABEL).height());
    }

    private ImageGrid.TileRow tiles(ImageGrid.Row row) {
        return new ImageGrid.TileRow(
                row.images(),
                row.captions(),
                ImageGrid.TileRow.cell(width() - imagesLeft() + ImageGrid.TileRow.GAP, columns));
    }

    private int imagesLeft() {
        int label = rows.stream()
                .mapToInt(row -> FittedText.of(row.label(), WIDEST_LABEL).width())
                .max()
                .orElse(0);
        return ImageGrid.TileRow.GAP + label + LABEL_GAP;
    }
}
