package io.sparkae.settings;

/**
 * Derives the seed of every random stream from the configured seed, the stream's purpose and its coordinates. Mixing is
 * the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014).
 */
public final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /**
     * The seed of one stream.
     *
     * @param seed the configured seed
     * @param purpose of the stream, for example {@code "train.batches"}
     * @param coordinates that tell the stream from others of the same purpose: epoch, round, partition, row
     */
    public static long of(long seed, String purpose, long... coordinates) {
        long mixed = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix(mixed + GOLDEN_GAMMA + purpose.charAt(i));
        }
        for (long coordinate : coordinates) {
            mixed = mix(mixed + GOLDEN_GAMMA + mix(coordinate));
        }
        return mixed;
    }

    /** SplitMix64's finaliser: a bijection of 64 bits in which flipping an input bit flips about half of the output bits. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
