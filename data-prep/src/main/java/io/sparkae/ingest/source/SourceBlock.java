package io.sparkae.ingest.source;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Consecutive rows of an input, checked: the good ones packed, the bad ones with their reasons. Arrays are shared.
 *
 * @param slice the number of the slice they are from
 * @param rows number of rows read, good and bad
 * @param offsets of the accepted rows among those, ascending
 * @param labels of the accepted rows, {@link io.sparkae.rows.RowBlock#NO_LABEL} where unknown
 * @param images of the accepted rows, {@code [accepted rows, pixels]}, each pixel as its {@link PixelType} says
 * @param rejected the rejected rows
 */
public record SourceBlock(int slice, int rows, int[] offsets, int[] labels, byte[] images, List<RejectedRow> rejected)
        implements Serializable {

    /**
     * A rejected row.
     *
     * @param offset among the block's rows
     * @param why it is bad
     */
    public record RejectedRow(int offset, Rejection why) implements Serializable {}

    /** Number of accepted rows. */
    public int accepted() {
        return offsets.length;
    }

    /**
     * The block with those rows rejected, too, that a model cannot be given ({@link Scaling#isUsable}).
     *
     * @param scaling of pixels to the model's features
     * @param type of the pixels
     */
    public SourceBlock usable(Scaling scaling, PixelType type) {
        if (accepted() == 0) {
            return this;
        }
        int bytes = images.length / accepted();
        int pixels = bytes / type.bytes();
        List<RejectedRow> bad = new ArrayList<>(rejected);
        int[] kept = new int[accepted()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            int pixel = firstUnusable(row, pixels, scaling, type);
            if (pixel == pixels) {
                kept[count++] = row;
            } else {
                float value = type.value(images, row * pixels + pixel);
                bad.add(new RejectedRow(offsets[row], Rejection.tooLarge(pixel, value, scaling)));
            }
        }
        if (count == kept.length) {
            return this;
        }
        bad.sort(Comparator.comparingInt(RejectedRow::offset));
        byte[] packed = new byte[count * bytes];
        for (int i = 0; i < count; i++) {
            System.arraycopy(images, kept[i] * bytes, packed, i * bytes, bytes);
        }
        IntStream good = Arrays.stream(kept, 0, count);
        int[] goodLabels = Arrays.stream(kept, 0, count).map(row -> labels[row]).toArray();
        return new SourceBlock(
                slice, rows, good.map(row -> offsets[row]).toArray(), goodLabels, packed, List.copyOf(bad));
    }

    /** The first such pixel of an accepted row; the number of pixels if there is none. */
    private int firstUnusable(int row, int pixels, Scaling scaling, PixelType type) {
        int pixel = 0;
        while (pixel < pixels && Scaling.isUsable(scaling.apply(pixel, type.value(images, row * pixels + pixel)))) {
            pixel++;
        }
        return pixel;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Collects consecutive input rows into a {@link SourceBlock}. */
    public static final class SourceBlockBuilder {
        private static final int MOST_ROWS = 1024;
        private static final int ENOUGH_BYTES = 1 << 20;

        private final int slice;
        private final int bytesPerRow;
        private final int defaultLabel;
        private final int[] offsets;
        private final int[] labels;
        private final byte[] images;
        private final List<SourceBlock.RejectedRow> rejected = new ArrayList<>();
        private int rows;
        private int accepted;

        /**
         * @param slice the number of the slice that rows are from
         * @param bytesPerRow of a row's pixels
         * @param defaultLabel of rows that have none
         */
        SourceBlockBuilder(int slice, int bytesPerRow, int defaultLabel) {
            this.slice = slice;
            this.bytesPerRow = bytesPerRow;
            this.defaultLabel = defaultLabel;
            int capacity = Math.max(1, Math.min(MOST_ROWS, ENOUGH_BYTES / bytesPerRow));
            this.offsets = new int[capacity];
            this.labels = new int[capacity];
            this.images = new byte[capacity * bytesPerRow];
        }

        boolean isFull() {
            return rows == offsets.length;
        }

        boolean isEmpty() {
            return rows == 0;
        }

        /** The array for the pixels of the next row, which {@link #accept} adds. */
        public byte[] images() {
            return images;
        }

        /** The first byte of {@link #images()} for the next accepted row. */
        public int nextOffset() {
            return accepted * bytesPerRow;
        }

        /** Adds the row whose pixels were written to {@link #images()}. */
        public void accept(int label) {
            offsets[accepted] = rows++;
            labels[accepted++] = label == RowBlock.NO_LABEL ? defaultLabel : label;
        }

        /** Counts a rejected row. */
        public void reject(Rejection why) {
            rejected.add(new SourceBlock.RejectedRow(rows++, why));
        }

        SourceBlock build() {
            return new SourceBlock(
                    slice,
                    rows,
                    Arrays.copyOf(offsets, accepted),
                    Arrays.copyOf(labels, accepted),
                    Arrays.copyOf(images, accepted * bytesPerRow),
                    List.copyOf(rejected));
        }
    }

    /**
     * Why an input row is rejected.
     *
     * @param reason kind of fault, the same text for all rows that have it
     * @param detail position and value in this row
     */
    public record Rejection(String reason, String detail) implements Serializable {
        /** Reason of rows whose label is outside the allowed classes. */
        private static final String LABEL = "label out of range";

        static Rejection pixelCount(int expected, int found) {
            return new Rejection("wrong number of pixels", "expected " + expected + " pixels, found " + found);
        }

        static Rejection pixelValue(int pixel, String found) {
            return new Rejection(
                    "pixel value not an integer in 0-255",
                    "pixel" + pixel + ": expected an integer in 0-255, found \"" + found + "\"");
        }

        static Rejection notFinite(int pixel, float found) {
            return new Rejection(
                    "pixel value not a finite number", "pixel" + pixel + ": expected a finite number, found " + found);
        }

        static Rejection tooLarge(int pixel, float found, Scaling scaling) {
            return new Rejection(
                    "pixel value too large for the model",
                    "pixel" + pixel + ": expected a number of at most 1e15 in size after scaling (" + scaling.formula()
                            + "), found " + found);
        }

        static Rejection label(int limit, String found) {
            return new Rejection(
                    LABEL,
                    "label: expected an integer in 0-" + (limit - 1) + " (see data.classes), found \"" + found + "\"");
        }

        static Rejection blankLine() {
            return new Rejection("blank line", "expected pixel values, found a blank line");
        }

        static Rejection comment() {
            return new Rejection("comment line", "expected pixel values, found a line that begins with #");
        }

        static Rejection repeatedHeader() {
            return new Rejection("repeated header", "expected pixel values, found column names again");
        }

        static Rejection tooLong(int most) {
            return new Rejection(
                    "line too long", "expected at most " + most + " bytes, found no line break among them");
        }
    }
}
