package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.nio.ByteBuffer;

/**
 * The header of an IDX file (LeCun's format for MNIST): two zero bytes, the type of values, the number of dimensions and
 * then the size of each, four bytes each, the most significant first.
 *
 * @param valueBytes of a value
 * @param sizes of the dimensions, the number of items first
 */
record IdxHeader(int valueBytes, int... sizes) {
    /** Bytes of the longest header that is read. */
    static final int MOST_BYTES = bytes(3);

    private static final int UNSIGNED_BYTE = 0x08;
    private static final int INT = 0x0C;
    private static final int IMAGES = UNSIGNED_BYTE << 8 | 3;
    private static final int LABELS = UNSIGNED_BYTE << 8 | 1;
    private static final int INT_LABELS = INT << 8 | 1;
    /** QMNIST: column 0 is the class, the others are provenance. */
    private static final int EXTENDED_LABELS = INT << 8 | 2;

    private static final int LARGEST_SIDE = 1 << 14;

    /** Bytes of this header. */
    int bytes() {
        return bytes(sizes.length);
    }

    /** Bytes of an item. */
    int itemBytes() {
        int bytes = valueBytes;
        for (int d = 1; d < sizes.length; d++) {
            bytes = Math.multiplyExact(bytes, sizes[d]);
        }
        return bytes;
    }

    int count() {
        return sizes[0];
    }

    /** Whether a file begins like an IDX file. */
    static boolean looksLike(byte[] start) {
        return start.length >= Integer.BYTES && start[0] == 0 && start[1] == 0;
    }

    /**
     * Reads the header of a file of images, {@code [images, height, width]}.
     *
     * @param start the first bytes of the file, unpacked
     * @param file for messages
     * @throws BadInputException if it is not the header of such a file, or one of images larger than the limit
     */
    static IdxHeader ofImages(byte[] start, String file) {
        IdxHeader header = read(start, "images", file, IMAGES);
        ImageSize.requireWithinLimit((long) header.sizes[1] * header.sizes[2], file);
        return header;
    }

    /**
     * Reads the header of a file of labels, {@code [labels]} or, of ints, {@code [labels, columns]}.
     *
     * @throws BadInputException if it is not the header of such a file
     */
    static IdxHeader ofLabels(byte[] start, String file) {
        return read(start, "labels", file, LABELS, INT_LABELS, EXTENDED_LABELS);
    }

    private static IdxHeader read(byte[] start, String what, String file, int... expected) {
        if (start.length < Integer.BYTES) {
            throw tooShort(start, what, file);
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        int magic = header.getInt();
        boolean known = false;
        for (int one : expected) {
            known |= magic == one;
        }
        int dimensions = magic & 0xFF;
        if (!known && start.length >= bytes(expected[0] & 0xFF)) {
            throw new BadInputException(String.format(
                    "%s: expected an IDX file of %s (magic number 0x%08X), found %s",
                    file, what, expected[0], describe(magic)));
        }
        if (!known || start.length < bytes(dimensions)) {
            throw tooShort(start, what, file);
        }
        int[] sizes = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            sizes[d] = header.getInt();
            if (sizes[d] < 0 || d > 0 && (sizes[d] < 1 || sizes[d] > LARGEST_SIDE)) {
                throw new BadInputException(file + ": expected " + (d == 0 ? "a number of " + what : side(what))
                        + " in its header, found " + sizes[d]);
            }
        }
        return new IdxHeader(magic >> 8 == INT ? Integer.BYTES : 1, sizes);
    }

    private static int bytes(int dimensions) {
        return Integer.BYTES * (1 + dimensions);
    }

    private static String side(String what) {
        return what.equals("images") ? "a side of an image" : "a number of columns";
    }

    private static BadInputException tooShort(byte[] start, String what, String file) {
        return new BadInputException(
                file + ": expected an IDX file of " + what + ", found only " + start.length + " bytes");
    }

    private static String describe(int magic) {
        return switch (magic) {
            case LABELS, INT_LABELS, EXTENDED_LABELS -> String.format("labels (0x%08X)", magic);
            case IMAGES -> "images (0x00000803)";
            default -> String.format("0x%08X", magic);
        };
    }
}
