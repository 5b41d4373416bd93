package io.sparkae.train.averaging;

import io.sparkae.rows.MappedValues;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one worker, cached in its executor: the blocks that they came in, of bytes or of numbers, so that nothing is
 * copied while a worker collects its rows. A row of 784 features takes 796 bytes or 3,148. Blocks of few rows are joined. What the
 * worker's share of the heap has no room for is in files of its machine ({@link MappedValues}).
 */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 3L;

    /** Blocks with fewer rows are joined until they have as many; an array takes 16 bytes beside its values. */
    private static final int FEW_ROWS = 64;

    /** Bytes of a file, about. */
    private static final int FILE_BYTES = 1 << 26;

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

    /**
     * Packs a partition into one element, even an empty partition.
     *
     * @param heapBytes for the values of its rows; those beyond are put into files
     */
    static Iterator<PartitionRows> pack(Iterator<RowBlock> source, long heapBytes) throws IOException {
        List<RowBlock> blocks = new ArrayList<>();
        List<RowBlock> joining = new ArrayList<>();
        long held = 0;
        long rows = 0;
        long bytes = 0;
        while (source.hasNext()) {
            RowBlock block = source.next();
            if (block.rows() > 0) {
                joining.add(block);
                rows += block.rows();
                bytes += bytes(block);
            }
            boolean fits = held + bytes <= heapBytes;
            if (rows > 0 && (!source.hasNext() || (fits ? rows >= FEW_ROWS : bytes >= FILE_BYTES))) {
                RowBlock joined = RowBlock.concat(joining);
                blocks.add(fits ? joined : inFile(joined));
                held += fits ? bytes : 0;
                joining.clear();
                rows = 0;
                bytes = 0;
            }
        }
        return List.of(new PartitionRows(blocks)).iterator();
    }

    private static RowBlock inFile(RowBlock block) throws IOException {
        return new RowBlock(block.ids(), block.labels(), MappedValues.of(block.packed()), block.width());
    }

    private static long bytes(RowBlock block) {
        return (long) block.packed().length() * block.packed().bytesOfAValue();
    }

    /** Values that are in the heap, in bytes. */
    long heapBytes() {
        return Arrays.stream(blocks)
                .filter(block -> !(block.packed() instanceof MappedValues))
                .mapToLong(PartitionRows::bytes)
                .sum();
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
