package io.sparkae.train.averaging;

import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one worker, cached in its executor: the blocks that they came in, of bytes or of numbers, so that nothing is
 * copied while a worker collects its rows. A row of 784 features takes 796 bytes or 3,148. Blocks of few rows are joined. What the
 * worker's share of the heap has no room for is in a file of its machine ({@link RowFile}).
 */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 3L;

    /** Blocks with fewer rows are joined until they have as many, unless they are wide; an array takes 16 bytes beside its values. */
    private static final int FEW_ROWS = 64;

    private static final int FEW_BYTES = 1 << 16;

    /** Id and label. */
    private static final int BYTES_BESIDES_VALUES = 12;

    private final RowBlock[] blocks;
    /** The first row of each block, and the number of rows. */
    private final int[] firsts;
    /** Holds the values of some blocks; null if there are none. */
    private final transient RowFile file;

    private PartitionRows(List<RowBlock> blocks, RowFile file) {
        this.file = file;
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

    /**
     * Packs a partition into one element, even an empty partition.
     *
     * @param heapBytes for its rows; the values of those beyond are put into a file
     * @param folder of this machine, for the file
     */
    static Iterator<PartitionRows> pack(Iterator<RowBlock> source, long heapBytes, Path folder) throws IOException {
        List<RowBlock> blocks = new ArrayList<>();
        List<RowBlock> few = new ArrayList<>();
        RowFile file = null;
        long held = 0;
        while (source.hasNext()) {
            RowBlock next = source.next();
            if (next.rows() > 0) {
                few.add(next);
            }
            boolean enough = few.stream().mapToLong(RowBlock::rows).sum() >= FEW_ROWS
                    || few.stream().mapToLong(PartitionRows::bytes).sum() >= FEW_BYTES;
            if (enough || !few.isEmpty() && !source.hasNext()) {
                RowBlock block = RowBlock.concat(few);
                few.clear();
                if (held + bytes(block) > heapBytes) {
                    file = file == null ? new RowFile(folder) : file;
                    block = new RowBlock(block.ids(), block.labels(), file.append(block.packed()), block.width());
                    held += (long) block.rows() * BYTES_BESIDES_VALUES;
                } else {
                    held += bytes(block);
                }
                blocks.add(block);
            }
        }
        return List.of(new PartitionRows(blocks, file)).iterator();
    }

    private static long bytes(RowBlock block) {
        return (long) block.packed().length() * block.packed().bytesOfAValue()
                + (long) block.rows() * BYTES_BESIDES_VALUES;
    }

    /** Whether values of some rows are in a file. */
    boolean hasFile() {
        return file != null;
    }

    /** Closes the file, if there is one; its rows cannot be read any more. */
    void close() throws IOException {
        if (file != null) {
            file.close();
        }
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
