package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.nio.ByteBuffer;

/**
 * The header of an IDX file (LeCun's format for MNIST): two zero bytes, the type of values, the number of dimensions and
 * then the size of each, four bytes each, the most significant first.
 *
 * @param sizes of the dimensions, the number of items first
 */
record IdxHeader(int... sizes) {
    static final int IMAGE_DIMENSIONS = 3;
    static final int LABEL_DIMENSIONS = 1;
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int LARGEST_SIDE = 1 << 14;

    /** Bytes of a header. */
    static int bytes(int dimensions) {
        return Integer.BYTES * (1 + dimensions);
    }

    /** Whether a file begins like an IDX file. */
    static boolean looksLike(byte[] start) {
        return start.length >= Integer.BYTES && start[0] == 0 && start[1] == 0;
    }

    /**
     * Reads a header.
     *
     * @param start the first bytes of the file, unpacked
     * @param dimensions expected
     * @param file for messages
     * @throws BadInputException if it is not the header of such a file
     */
    static IdxHeader read(byte[] start, int dimensions, String file) {
        String what = dimensions == IMAGE_DIMENSIONS ? "images" : "labels";
        int expected = UNSIGNED_BYTE << 8 | dimensions;
        if (start.length < bytes(dimensions)) {
            throw new BadInputException(
                    file + ": expected an IDX file of " + what + ", found only " + start.length + " bytes");
        }
        ByteBuffer header = ByteBuffer.wrap(start);
        int magic = header.getInt();
        if (magic != expected) {
            throw new BadInputException(String.format(
                    "%s: expected an IDX file of %s (magic number 0x%08X), found %s",
                    file, what, expected, describe(magic)));
        }
        int[] sizes = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            sizes[d] = header.getInt();
            if (sizes[d] < 0 || d > 0 && (sizes[d] < 1 || sizes[d] > LARGEST_SIDE)) {
                throw new BadInputException(
                        file + ": expected " + (d == 0 ? "a number of " + what : "a side of an image")
                                + " in its header, found " + sizes[d]);
            }
        }
        return new IdxHeader(sizes);
    }

    int count() {
        return sizes[0];
    }

    private static String describe(int magic) {
        return switch (magic) {
            case UNSIGNED_BYTE << 8 | LABEL_DIMENSIONS -> "labels (0x00000801)";
            case UNSIGNED_BYTE << 8 | IMAGE_DIMENSIONS -> "images (0x00000803)";
            default -> String.format("0x%08X", magic);
        };
    }
}
