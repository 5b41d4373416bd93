package io.sparkae.train.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CheckpointFileProperties {
    /** Several bytes changed, cut out, or put in: refused, or read as what was written; nothing else is thrown. */
    @Property(tries = 1000, seed = "13")
    void anyMutationIsRefusedOrTheSame(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] file = CheckpointFileTest.midway();
        for (int change = random.nextInt(4); change >= 0 && file.length > 0; change--) {
            int at = random.nextInt(file.length);
            int to = Math.min(file.length, at + 1 + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> Arrays.fill(file, at, to, (byte) random.nextInt(3));
                case 2 -> file = join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, to, file.length));
                default -> file = join(Arrays.copyOf(file, to), Arrays.copyOfRange(file, at, file.length));
            }
        }

        CheckpointFileTest.isRefused(file);
    }

    private static byte[] join(byte[] begin, byte[] end) {
        byte[] both = Arrays.copyOf(begin, begin.length + end.length);
        System.arraycopy(end, 0, both, begin.length, end.length);
        return both;
    }
}
