package io.sparkae.knn.exact;

import java.util.Arrays;

/**
 * References that one query has yet to look at more closely, with what is known of their squared distances. From the
 * lowest on, they bring the k-th best down at once, and most of the others need not be looked at any more.
 */
final class Shortlist {
    private static final int CAPACITY = 512;

    /** The bits of a float that is not negative, and a reference, in one number; ordered as the floats are. */
    private long[] entries = new long[64];

    private int size;

    /** Adds a reference; {@code bits} are those of the squared distance, negative ones standing for about 0. */
    void add(int bits, int reference) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.min(CAPACITY, 2 * size));
        }
        set(size++, bits, reference);
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    int size() {
        return size;
    }

    void sort() {
        Arrays.sort(entries, 0, size);
    }

    int bits(int i) {
        return (int) (entries[i] >> 32);
    }

    int reference(int i) {
        return (int) entries[i];
    }

    /** Overwrites an entry. */
    void set(int i, int bits, int reference) {
        entries[i] = (long) bits << 32 | reference;
    }

    /** Forgets all entries but the first {@code count}. */
    void truncate(int count) {
        size = count;
    }
}
