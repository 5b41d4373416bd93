package io.sparkae.ingest.generate;

import io.sparkae.ingest.source.ImageSize;
import io.sparkae.rows.Split;

/** Kinds of generated rows. */
public enum GeneratedKind {
    /** Handwriting-like digits. */
    DIGITS {
        @Override
        public ImageSize size() {
            return new ImageSize(StrokeRaster.SIDE, StrokeRaster.SIDE);
        }

        @Override
        public int classes() {
            return DigitGenerator.CLASSES;
        }

        @Override
        RowGenerator generator(long seed, Split split) {
            return new DigitGenerator(seed, split);
        }
    },
    /** Points in space near a plane, as images of three pixels. */
    PLANE {
        @Override
        public ImageSize size() {
            return new ImageSize(1, PlaneGenerator.COORDINATES);
        }

        @Override
        public int classes() {
            return PlaneGenerator.CLASSES;
        }

        @Override
        RowGenerator generator(long seed, Split split) {
            return new PlaneGenerator(seed, split);
        }
    };

    /** Size of the images. */
    public abstract ImageSize size();

    /** Number of classes. */
    public abstract int classes();

    /** Draws the rows of one split. */
    abstract RowGenerator generator(long seed, Split split);

    /** Generates rows, each a function of its number. */
    interface RowGenerator {
        /**
         * Draws a row.
         *
         * @param into receives the row's values, 0–255 as unsigned bytes, from {@code offset} on
         * @return its label
         */
        int draw(long row, byte[] into, int offset);
    }
}
