package io.sparkae.train.averaging;

import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one worker, cached in its executor: ids and features in packed blocks of up to {@value #MOST_BLOCK_ROWS}
 * rows and 16 MB, or of one row if that is larger. A row of 784 features takes 3,144 bytes. A block grows while it is
 * filled, and the last one is trimmed, so memory is proportional to the rows.
 */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 2L;
    private static final int MOST_BLOCK_ROWS = 4096;
    private static final int BLOCK_FLOATS = 1 << 22;

    private final int rows;
    private final int features;
    private final int blockRows;
    private final List<long[]> ids = new ArrayList<>();
    private final List<float[]> blocks = new ArrayList<>();

    private PartitionRows(Iterator<RowBlock> source) {
        int filled = 0;
        int width = 0;
        int perBlock = MOST_BLOCK_ROWS;
        while (source.hasNext()) {
            RowBlock block = source.next();
            width = block.width();
            perBlock = blockRows(width);
            for (int row = 0; row < block.rows(); ) {
                int at = filled % perBlock;
                int count = Math.min(block.rows() - row, perBlock - at);
                makeRoom(at, at + count, perBlock, width);
                int last = blocks.size() - 1;
                System.arraycopy(block.ids(), row, ids.get(last), at, count);
                System.arraycopy(block.values(), row * width, blocks.get(last), at * width, count * width);
                row += count;
                filled = Math.addExact(filled, count);
            }
        }
        rows = filled;
        features = width;
        blockRows = perBlock;
        int last = filled % blockRows;
        if (last > 0) {
            resize(last, features);
        }
    }

    /** Rows of a full block of rows this wide; the block then has less than 2³¹ values. */
    static int blockRows(int width) {
        return Math.max(1, Math.min(MOST_BLOCK_ROWS, BLOCK_FLOATS / Math.max(1, width)));
    }

    private void makeRoom(int filled, int needed, int perBlock, int width) {
        if (filled == 0) {
            ids.add(new long[needed]);
            blocks.add(new float[needed * width]);
        } else if (ids.get(ids.size() - 1).length < needed) {
            resize(Math.min(perBlock, Math.max(needed, 2 * filled)), width);
        }
    }

    /** Resizes the last block. */
    private void resize(int rowsOfBlock, int width) {
        int end = blocks.size() - 1;
        if (ids.get(end).length != rowsOfBlock) {
            ids.set(end, Arrays.copyOf(ids.get(end), rowsOfBlock));
            blocks.set(end, Arrays.copyOf(blocks.get(end), rowsOfBlock * width));
        }
    }

    /** Packs a partition into one element, even an empty partition. */
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
        return ids.get(row / blockRows)[row % blockRows];
    }

    /** Copies rows {@code order[from] … order[to - 1]} into a minibatch. */
    void gather(int[] order, int from, int to, float[] into) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            System.arraycopy(
                    blocks.get(row / blockRows), row % blockRows * features, into, (i - from) * features, features);
        }
    }
}
