package io.sparkae.ingest;

import io.sparkae.ingest.source.SourceBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import scala.Tuple2;

/** Gives the accepted rows of blocks their ids and positions, and cuts each block into a piece for each row group. */
final class PieceCutter {
    private final Layout layout;
    private final RowOrder order;
    private final RowStarts starts;
    private final int bytesPerRow;
    private int slice = -1;
    private long row;
    private long rank;
    private long[] rankInClass;

    PieceCutter(Layout layout, RowOrder order, RowStarts starts, int bytesPerRow) {
        this.layout = layout;
        this.order = order;
        this.starts = starts;
        this.bytesPerRow = bytesPerRow;
    }

    /** The pieces, keyed by their row group; blocks must come in order, slice by slice. */
    Iterator<Tuple2<Long, Piece>> cut(Iterator<SourceBlock> blocks) {
        Iterable<SourceBlock> sequence = () -> blocks;
        return StreamSupport.stream(sequence.spliterator(), false)
                .flatMap(block -> cut(block).stream())
                .iterator();
    }

    private List<Tuple2<Long, Piece>> cut(SourceBlock block) {
        if (block.slice() != slice) {
            slice = block.slice();
            row = starts.rows(slice);
            rank = starts.accepted(slice);
            rankInClass = starts.labels(slice);
        }
        int rows = block.accepted();
        long[] positions = new long[rows];
        long[] ids = new long[rows];
        Map<Long, Rows> members = new LinkedHashMap<>();
        for (int i = 0; i < rows; i++) {
            int label = block.labels()[i];
            positions[i] = order.position(rank++, label, rankInClass[label + 1]++);
            ids[i] = row + block.offsets()[i];
            members.computeIfAbsent(layout.key(positions[i]), key -> new Rows(rows))
                    .add(i);
        }
        row += block.rows();
        return members.entrySet().stream()
                .map(e -> new Tuple2<>(
                        e.getKey(), piece(block, e.getKey(), e.getValue().get(), positions, ids)))
                .toList();
    }

    private Piece piece(SourceBlock block, long key, int[] members, long[] positions, long[] ids) {
        int rows = members.length;
        Piece piece = new Piece(new int[rows], new long[rows], new int[rows], new byte[rows * bytesPerRow]);
        long first = layout.first(key);
        for (int i = 0; i < rows; i++) {
            int from = members[i];
            piece.places()[i] = (int) (positions[from] - first);
            piece.ids()[i] = ids[from];
            piece.labels()[i] = block.labels()[from];
            System.arraycopy(block.images(), from * bytesPerRow, piece.images(), i * bytesPerRow, bytesPerRow);
        }
        return piece;
    }

    /** A list of row numbers of bounded length. */
    private static final class Rows {
        private final int[] rows;
        private int count;

        Rows(int most) {
            rows = new int[most];
        }

        void add(int row) {
            rows[count++] = row;
        }

        int[] get() {
            return Arrays.copyOf(rows, count);
        }
    }

    /**
     * Rows of one block that belong to one row group. Arrays are shared.
     *
     * @param places of the rows in their row group
     * @param ids of the rows
     * @param labels of the rows
     * @param images {@code [rows, pixels]}, as bytes of their pixel type
     */
    record Piece(int[] places, long[] ids, int[] labels, byte[] images) implements Serializable {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Prefix sums per slice: all rows, accepted rows and accepted rows of each class before it. */
    static final class RowStarts implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long[] rows;
        private final long[] accepted;
        private final long[][] labels;

        /** @param classes more than any label */
        RowStarts(List<SliceCount> counts, int classes) {
            int slices = counts.size();
            rows = new long[slices];
            accepted = new long[slices];
            labels = new long[slices][classes + 1];
            for (int slice = 1; slice < slices; slice++) {
                SliceCount before = counts.get(slice - 1);
                rows[slice] = rows[slice - 1] + before.rows();
                accepted[slice] = accepted[slice - 1] + before.accepted();
                labels[slice] = labels[slice - 1].clone();
                for (int i = 0; i < before.labels().length; i++) {
                    labels[slice][i] += before.labels()[i];
                }
            }
        }

        /** For each slice the rows before its first; a copy. */
        long[] rows() {
            return rows.clone();
        }

        /** Rows before a slice's first. */
        long rows(int slice) {
            return rows[slice];
        }

        /** Good rows before a slice's first. */
        long accepted(int slice) {
            return accepted[slice];
        }

        /** Good rows before a slice's first, by class, those without a label first; a copy. */
        long[] labels(int slice) {
            return labels[slice].clone();
        }
    }
}
