package io.sparkae.encode;

import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.model.Corruption;
import io.sparkae.model.ElboSum;
import io.sparkae.model.ReconstructionSum;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

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

    static Judgement of(RowBlock rows, TrainedAutoencoder model) {
        TrainedAutoencoder.Pass pass = model.apply(rows.values(), rows.rows());
        return new Judgement(
                ReconstructionSum.of(rows.values(), pass.reconstructions()),
                restored(rows, model),
                model.isGenerative() ? model.elbo(rows.values(), rows.ids(), 0) : ElboSum.ZERO,
                CodeActivity.of(pass.codes()));
    }

    Judgement plus(Judgement other) {
        return new Judgement(
                clean.plus(other.clean),
                restored.plus(other.restored),
                bound.plus(other.bound),
                codes.plus(other.codes));
    }

    /** The groups {@code reconstruction} and {@code encoding} of {@code metrics.json}. */
    Map<String, Map<String, Object>> metrics(int dimension, int features) {
        Map<String, Object> reconstruction = new HashMap<>();
        Map<String, Object> encoding = new HashMap<>();
        encoding.put("dimension", dimension);
        encoding.put("compressionRatio", (double) features / dimension);
        if (clean.pixels() > 0) {
            reconstruction.put("testMse", clean.meanSquaredError());
            encoding.put("meanCode", codes.mean());
            encoding.put("nearZeroShare", codes.nearZeroShare());
        }
        if (clean.pixels() > 0 && clean.meanCrossEntropy() != null) {
            reconstruction.put("testBce", clean.meanCrossEntropy());
        }
        if (restored.pixels() > 0) {
            reconstruction.put("testMseFromCorrupted", restored.meanSquaredError());
        }
        if (bound.rows() > 0 && Double.isFinite(bound.mean())) {
            reconstruction.put("testElbo", -bound.mean());
            reconstruction.put("testReconstructionNats", bound.meanReconstruction());
            reconstruction.put("testLatentNats", bound.meanLatent());
        }
        return Map.of("reconstruction", reconstruction, "encoding", encoding);
    }

    private static ReconstructionSum restored(RowBlock rows, TrainedAutoencoder model) {
        Corruption corruption = model.settings().corruption();
        if (corruption.kind() == Corruption.Kind.NONE) {
            return ReconstructionSum.ZERO;
        }
        float[] noisy = CorruptedRows.of(rows, corruption);
        return ReconstructionSum.of(rows.values(), model.reconstruct(noisy, rows.rows()));
    }
}
