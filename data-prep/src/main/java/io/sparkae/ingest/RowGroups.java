package io.sparkae.ingest;

import io.sparkae.ingest.PieceCutter.Piece;
import io.sparkae.ingest.source.PixelType;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Assembles the row groups of one file from pieces sorted by row group. */
final class RowGroups implements Iterator<RowGroup> {
    private final Layout layout;
    private final PixelType type;
    private final int pixels;
    private final Iterator<Tuple2<Long, Piece>> pieces;
    private Tuple2<Long, Piece> ahead;

    RowGroups(Layout layout, PixelType type, int pixels, Iterator<Tuple2<Long, Piece>> pieces) {
        this.layout = layout;
        this.type = type;
        this.pixels = pixels;
        this.pieces = pieces;
        this.ahead = pieces.hasNext() ? pieces.next() : null;
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    /** @throws IllegalStateException if a row of the group is missing or there twice */
    @Override
    public RowGroup next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        long key = ahead._1();
        int rows = layout.rows(key);
        int bytesPerRow = pixels * type.bytes();
        RowGroup group = new RowGroup(new long[rows], new int[rows], new byte[rows * bytesPerRow], type, pixels);
        boolean[] filled = new boolean[rows];
        int found = 0;
        for (; ahead != null && ahead._1() == key; ahead = pieces.hasNext() ? pieces.next() : null) {
            Piece piece = ahead._2();
            for (int i = 0; i < piece.places().length; i++) {
                int place = piece.places()[i];
                if (filled[place]) {
                    throw new IllegalStateException("two rows for one place: id " + piece.ids()[i]);
                }
                filled[place] = true;
                found++;
                group.ids()[place] = piece.ids()[i];
                group.labels()[place] = piece.labels()[i];
                System.arraycopy(piece.images(), i * bytesPerRow, group.images(), place * bytesPerRow, bytesPerRow);
            }
        }
        if (found != rows) {
            throw new IllegalStateException("a row group of " + rows + " rows got " + found);
        }
        return group;
    }
}
