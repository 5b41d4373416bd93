package io.sparkae.ingest;

import io.sparkae.settings.Seeds;
import java.io.Serializable;

/**
 * A seeded shuffle of {@code 0 … n-1} that is computed for each index alone, so that rows can be shuffled across any
 * number of machines without sorting or counting them first. Four Feistel rounds over the next even number of bits,
 * repeated until the result falls below n ("cycle walking": Black and Rogaway, "Ciphers with Arbitrary Finite
 * Domains", CT-RSA 2002, section 3); at most four repetitions on average.
 */
final class Permutation implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int ROUNDS = 4;

    private final long size;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    Permutation(long size, long seed) {
        this.size = size;
        int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(0, size - 1)));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = Seeds.of(seed, "permutation", round);
        }
    }

    /** The position of an index; a bijection of {@code [0, size)}. */
    long apply(long index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("expected an index in [0, " + size + "), found " + index);
        }
        long at = index;
        do {
            at = feistel(at);
        } while (at >= size);
        return at;
    }

    private long feistel(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : keys) {
            long next = left ^ (Seeds.mix(right + key) & halfMask);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }
}
