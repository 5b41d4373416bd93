package io.sparkae.train.averaging;

import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one worker, cached in its executor: the blocks that they came in, of bytes or of numbers, so that nothing is
 * copied while a worker collects its rows. A row of 784 features takes 796 bytes or 3,148. Blocks of few rows are joined.
 */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 3L;

    /** Blocks with fewer rows are joined until they have as many; an array takes 16 bytes beside its values. */
    private static final int FEW_ROWS = 64;

    private final RowBlock[] blocks;
    /** The first row of each block, and the number of rows. */
    private final int[] firsts;

    private PartitionRows(List<RowBlock> blocks) {
        this.blocks = blocks.toArray(RowBlock[]::new);
        this.firsts = new int[blocks.size() + 1];
        for (int i = 0; i < this.blocks.length; i++) {
            firsts[i + 1] = Math.addExact(firsts[i], this.blocks[i].rows());
            if (this.blocks[i].width() != this.blocks[0].width()) {
                throw new IllegalArgumentException("expected rows of " + this.blocks[0].width()
                        + " values throughout, found " + this.blocks[i].width());
            }
        }
    }

    /** Packs a partition into one element, even an empty partition. */
    static Iterator<PartitionRows> pack(Iterator<RowBlock> source) {
        List<RowBlock> blocks = new ArrayList<>();
        List<RowBlock> few = new ArrayList<>();
        int fewRows = 0;
        while (source.hasNext()) {
            RowBlock block = source.next();
            if (block.rows() > 0) {
                few.add(block);
                fewRows += block.rows();
            }
            if (fewRows >= FEW_ROWS || fewRows > 0 && !source.hasNext()) {
                blocks.add(RowBlock.concat(few));
                few.clear();
                fewRows = 0;
            }
        }
        return List.of(new PartitionRows(blocks)).iterator();
    }

    int rows() {
        return firsts[blocks.length];
    }

    int features() {
        return blocks.length == 0 ? 0 : blocks[0].width();
    }

    long id(int row) {
        int block = blockOf(row);
        return blocks[block].ids()[row - firsts[block]];
    }

    private int blockOf(int row) {
        int found = Arrays.binarySearch(firsts, row);
        return found >= 0 ? found : -found - 2;
    }

    /** Copies rows {@code order[from] … order[to - 1]} into a minibatch. */
    void gather(int[] order, int from, int to, float[] into) {
        int width = features();
        for (int i = from; i < to; i++) {
            int block = blockOf(order[i]);
            blocks[block].packed().copy((order[i] - firsts[block]) * width, into, (i - from) * width, width);
        }
    }
}
