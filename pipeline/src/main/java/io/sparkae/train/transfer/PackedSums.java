package io.sparkae.train.transfer;

/**
 * Weighted sums over several workers in double precision, exact as {@link Packed#addTo} makes them for floats.
 *
 * @param sums shared, not copied
 */
record PackedSums(double[] sums) implements Addend {
    @Override
    public int length() {
        return sums.length;
    }

    /** The weight is in the sums already. */
    @Override
    public void addTo(double[] into, long weight) {
        for (int i = 0; i < sums.length; i++) {
            into[i] += sums[i];
        }
    }

    @Override
    public long bytes() {
        return (long) Double.BYTES * sums.length;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
