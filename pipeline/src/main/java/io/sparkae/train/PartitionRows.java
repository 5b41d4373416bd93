package io.sparkae.train;

import io.sparkae.dataset.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one worker, as they stay in its executor's memory: ids and features in a few packed blocks of
 * {@value #BLOCK_ROWS} rows, the last one shorter. For 784 features a row takes 3,144 bytes.
 */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BLOCK_ROWS = 4096;

    private final int rows;
    private final int features;
    private final List<long[]> ids = new ArrayList<>();
    private final List<float[]> blocks = new ArrayList<>();

    private PartitionRows(Iterator<RowBlock> source) {
        int filled = 0;
        int width = 0;
        while (source.hasNext()) {
            RowBlock block = source.next();
            width = block.width();
            for (int row = 0; row < block.rows(); row++, filled++) {
                if (filled % BLOCK_ROWS == 0) {
                    ids.add(new long[BLOCK_ROWS]);
                    blocks.add(new float[BLOCK_ROWS * width]);
                }
                ids.get(filled / BLOCK_ROWS)[filled % BLOCK_ROWS] = block.ids()[row];
                System.arraycopy(
                        block.values(),
                        row * width,
                        blocks.get(filled / BLOCK_ROWS),
                        filled % BLOCK_ROWS * width,
                        width);
            }
        }
        rows = filled;
        features = width;
        int last = filled % BLOCK_ROWS;
        if (last > 0) {
            int end = blocks.size() - 1;
            ids.set(end, Arrays.copyOf(ids.get(end), last));
            blocks.set(end, Arrays.copyOf(blocks.get(end), last * width));
        }
    }

    /** Packs a partition; one element, even of an empty one. */
    static Iterator<PartitionRows> pack(Iterator<RowBlock> blocks) {
        return List.of(new PartitionRows(blocks)).iterator();
    }

    int rows() {
        return rows;
    }

    int features() {
        return features;
    }

    long id(int row) {
        return ids.get(row / BLOCK_ROWS)[row % BLOCK_ROWS];
    }

    /** Copies some rows one after the other. */
    void gather(int[] order, int from, int to, float[] into) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            System.arraycopy(
                    blocks.get(row / BLOCK_ROWS), row % BLOCK_ROWS * features, into, (i - from) * features, features);
        }
    }
}
