package io.sparkae.train.pca;

import io.sparkae.platform.MemoryRoom;
import java.util.Optional;

/**
 * The driver's memory for principal components by MLlib, which decomposes the covariance matrix of all features: in
 * double precision the matrix, both factors, and 7 times as much to work with, {@code 80·features²} bytes.
 */
public final class ComponentsMemory {
    /** {@code 7·features² + 4·features} numbers are one array. */
    private static final int MOST_FEATURES = 17_514;

    private static final long BYTES_A_PAIR = 80;

    private ComponentsMemory() {}

    /** Bytes that are certain to be held at one time. */
    static long bytes(int features) {
        return MemoryRoom.times(BYTES_A_PAIR, (long) features * features);
    }

    /**
     * Why there can be no principal components of rows this wide; empty if nothing is known to be in the way.
     *
     * @param features values a row
     */
    public static Optional<String> lack(int features, MemoryRoom room) {
        if (features > MOST_FEATURES) {
            return Optional.of(String.format(
                    "model.family: expected another one than pca for rows of more than %,d features, whose covariances"
                            + " are one matrix, found %,d features",
                    MOST_FEATURES, features));
        }
        return room.lack(bytes(features), 0, 0)
                .map(lack -> String.format(
                        "model.family: pca needs the covariances of %,d features, which take at least %s, or take another"
                                + " family",
                        features, lack));
    }
}
