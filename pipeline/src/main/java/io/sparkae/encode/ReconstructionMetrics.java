package io.sparkae.encode;

import io.sparkae.model.Corruption;
import io.sparkae.model.ReconstructionSum;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.model.TrainedAutoencoder.ElboSum;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Metrics of a model on rows, as sums that add up over blocks.
 *
 * @param clean errors of reconstructions
 * @param restored errors of reconstructions from corrupted input; without rows unless the model was trained on such input
 * @param bound evidence lower bound; without rows unless the code is a distribution
 * @param codes activity of the codes
 */
public record ReconstructionMetrics(
        ReconstructionSum clean, ReconstructionSum restored, ElboSum bound, CodeActivity codes)
        implements Serializable {
    /** Of no rows. */
    static final ReconstructionMetrics NONE =
            new ReconstructionMetrics(ReconstructionSum.ZERO, ReconstructionSum.ZERO, ElboSum.ZERO, CodeActivity.ZERO);

    /** Of some rows. */
    static ReconstructionMetrics of(RowBlock rows, TrainedAutoencoder model) {
        float[] values = rows.values();
        TrainedAutoencoder.Pass pass = model.apply(values, rows.rows());
        return new ReconstructionMetrics(
                ReconstructionSum.of(values, pass.reconstructions()),
                restored(rows, model),
                model.isGenerative() ? model.elbo(values, rows.ids(), 0) : ElboSum.ZERO,
                CodeActivity.of(pass.codes()));
    }

    /** Of these rows and others. */
    ReconstructionMetrics plus(ReconstructionMetrics other) {
        return new ReconstructionMetrics(
                clean.plus(other.clean),
                restored.plus(other.restored),
                bound.plus(other.bound),
                codes.plus(other.codes));
    }

    private static ReconstructionSum restored(RowBlock rows, TrainedAutoencoder model) {
        Corruption corruption = model.settings().corruption();
        if (corruption.kind() == Corruption.Kind.NONE) {
            return ReconstructionSum.ZERO;
        }
        float[] noisy = corrupted(rows, corruption);
        return ReconstructionSum.of(rows.values(), model.reconstruct(noisy, rows.rows()));
    }

    /**
     * The corrupted rows that a denoising model is measured on, {@code [rows, width]}. The noise of a row depends on its id only.
     */
    public static float[] corrupted(RowBlock rows, Corruption corruption) {
        int width = rows.width();
        float[] values = rows.values();
        float[] noisy = new float[values.length];
        for (int row = 0; row < rows.rows(); row++) {
            float[] own = Arrays.copyOfRange(values, row * width, (row + 1) * width);
            long seed = Seeds.of(0, "encode.corruption", rows.ids()[row]);
            System.arraycopy(corruption.apply(own, width, seed), 0, noisy, row * width, width);
        }
        return noisy;
    }
}
