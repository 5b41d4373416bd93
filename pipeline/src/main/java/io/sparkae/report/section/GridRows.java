package io.sparkae.report.section;

import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.Tile;
import java.util.ArrayList;
import java.util.List;

/** Breaks many images into rows of a grid. */
final class GridRows {
    private GridRows() {}

    /**
     * Breaks each kind of image at the grid's width and interleaves the kinds line by line.
     *
     * @param columns of the grid
     * @param kinds rows of the same length, each with a label, and captions or none
     */
    static List<ImageGrid.Row> of(int columns, List<ImageGrid.Row> kinds) {
        List<ImageGrid.Row> rows = new ArrayList<>();
        int images = kinds.get(0).images().size();
        for (int from = 0; from < images; from += columns) {
            int to = Math.min(images, from + columns);
            for (ImageGrid.Row kind : kinds) {
                List<? extends Tile> own = kind.images().subList(from, to);
                List<String> captions =
                        kind.captions().isEmpty() ? List.of() : kind.captions().subList(from, to);
                rows.add(new ImageGrid.Row(from == 0 ? kind.label() : "", own, captions));
            }
        }
        return rows;
    }
}
