package io.sparkae.encode;

import io.sparkae.model.Autoencoder;
import io.sparkae.model.Corruption;
import io.sparkae.model.ElboSum;
import io.sparkae.model.ReconstructionSum;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;

/**
 * How good a model is on some rows, as sums.
 *
 * @param clean reconstructions of the rows
 * @param restored reconstructions of the rows from corrupted input, if the model learned from such; else of nothing
 * @param bound evidence lower bound, if the code is a distribution; else of nothing
 * @param codes how active they are
 */
record Judgement(ReconstructionSum clean, ReconstructionSum restored, ElboSum bound, CodeActivity codes)
        implements Serializable {
    static final Judgement NONE =
            new Judgement(ReconstructionSum.ZERO, ReconstructionSum.ZERO, ElboSum.ZERO, CodeActivity.ZERO);

    static Judgement of(RowBlock rows, Autoencoder model) {
        Autoencoder.Pass pass = model.apply(rows.values(), rows.rows());
        return new Judgement(
                ReconstructionSum.of(rows.values(), pass.reconstructions()),
                restored(rows, model),
                model.variational()
                        .map(variational -> variational.elbo(rows.values(), rows.ids(), 0))
                        .orElse(ElboSum.ZERO),
                CodeActivity.of(pass.codes()));
    }

    Judgement plus(Judgement other) {
        return new Judgement(
                clean.plus(other.clean),
                restored.plus(other.restored),
                bound.plus(other.bound),
                codes.plus(other.codes));
    }

    private static ReconstructionSum restored(RowBlock rows, Autoencoder model) {
        Corruption corruption = model.settings().corruption();
        if (corruption.kind() == Corruption.Kind.NONE) {
            return ReconstructionSum.ZERO;
        }
        float[] noisy = CorruptedRows.of(rows, corruption);
        return ReconstructionSum.of(rows.values(), model.reconstruct(noisy, rows.rows()));
    }
}
