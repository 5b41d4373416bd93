package io.sparkae.train.averaging;

import io.sparkae.settings.Seeds;
import java.util.SplittableRandom;

/** The order in which a worker takes its rows in an epoch. */
public final class RowOrder {
    private RowOrder() {}

    /** A shuffle of {@code 0 … rows-1} (Fisher and Yates, Durstenfeld's form), the same for the same arguments. */
    public static int[] of(int rows, long seed, int epoch, int partition) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, "train.order", epoch, partition));
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
