package io.sparkae.prep;

import io.sparkae.dataset.Split;

/** What can be generated. */
public enum GeneratedKind {
    /** Handwriting-like digits. */
    DIGITS {
        @Override
        ImageShape shape() {
            return new ImageShape(StrokeRaster.SIDE, StrokeRaster.SIDE, 10);
        }

        @Override
        RowGenerator generator(long seed, Split split) {
            return new DigitGenerator(seed, split);
        }
    },
    /** Points in space near a plane, as images of three pixels. */
    PLANE {
        @Override
        ImageShape shape() {
            return new ImageShape(1, PlaneGenerator.COORDINATES, PlaneGenerator.CLASSES);
        }

        @Override
        RowGenerator generator(long seed, Split split) {
            return new PlaneGenerator(seed, split);
        }
    };

    /** Of its rows. */
    abstract ImageShape shape();

    /** Draws the rows of one split. */
    abstract RowGenerator generator(long seed, Split split);
}
