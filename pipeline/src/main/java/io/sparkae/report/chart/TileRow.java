package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Images side by side in cells of one size, each with a caption below it or none.
 *
 * @param images all of one shape
 * @param captions one an image, or none at all
 * @param cell width of an image on the page
 */
record TileRow(List<? extends Tile> images, List<String> captions, int cell) {
    static final int GAP = 4;

    /** How wide a cell is if so many fill a width, with a gap between them and at either end. */
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
