package io.sparkae.encode;

import io.sparkae.model.Corruption;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.util.Arrays;

/** Rows with the noise that a denoising model is judged by: a row's is always the same, whatever block it is in. */
public final class CorruptedRows {
    private CorruptedRows() {}

    /** Corrupted copies, {@code [rows, width]}. */
    public static float[] of(RowBlock rows, Corruption corruption) {
        int width = rows.width();
        float[] noisy = new float[rows.values().length];
        for (int row = 0; row < rows.rows(); row++) {
            float[] own = Arrays.copyOfRange(rows.values(), row * width, (row + 1) * width);
            long seed = Seeds.of(0, "encode.corruption", rows.ids()[row]);
            System.arraycopy(corruption.apply(own, width, seed), 0, noisy, row * width, width);
        }
        return noisy;
    }
}
