package io.sparkae.knn.search;

import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Joins and cuts row blocks. */
public final class RowBlocks {
    private RowBlocks() {}

    /** One block of all rows, in order; the iterator must have at least one. */
    public static RowBlock concat(Iterator<RowBlock> blocks) {
        List<RowBlock> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        int width = all.get(0).width();
        int rows = Math.toIntExact(all.stream().mapToLong(RowBlock::rows).sum());
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        float[] values = new float[Math.multiplyExact(rows, width)];
        int at = 0;
        for (RowBlock block : all) {
            if (block.width() != width) {
                throw new IllegalArgumentException(
                        "expected rows of " + width + " values throughout, found " + block.width());
            }
            System.arraycopy(block.ids(), 0, ids, at, block.rows());
            System.arraycopy(block.labels(), 0, labels, at, block.rows());
            System.arraycopy(block.values(), 0, values, at * width, block.values().length);
            at += block.rows();
        }
        return new RowBlock(ids, labels, values, width);
    }

    /** The first rows of a block, or all that there are. */
    public static RowBlock first(RowBlock block, int most) {
        int rows = Math.min(most, block.rows());
        return new RowBlock(
                Arrays.copyOf(block.ids(), rows),
                Arrays.copyOf(block.labels(), rows),
                Arrays.copyOf(block.values(), rows * block.width()),
                block.width());
    }

    /** The rows of a block that have a label; the block itself if all do. */
    public static RowBlock labelled(RowBlock block) {
        int[] kept = IntStream.range(0, block.rows())
                .filter(row -> block.labels()[row] != RowBlock.NO_LABEL)
                .toArray();
        if (kept.length == block.rows()) {
            return block;
        }
        int width = block.width();
        RowBlock some =
                new RowBlock(new long[kept.length], new int[kept.length], new float[kept.length * width], width);
        for (int row = 0; row < kept.length; row++) {
            some.ids()[row] = block.ids()[kept[row]];
            some.labels()[row] = block.labels()[kept[row]];
            System.arraycopy(block.values(), kept[row] * width, some.values(), row * width, width);
        }
        return some;
    }
}
