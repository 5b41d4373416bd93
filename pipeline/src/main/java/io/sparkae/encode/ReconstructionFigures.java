package io.sparkae.encode;

import com.fasterxml.jackson.annotation.JsonRootName;

/**
 * The figures of the reconstructed test rows, group {@code reconstruction} of {@code metrics.json}; all are null without
 * test rows.
 *
 * @param testMse mean squared error per pixel
 * @param testBce cross-entropy per pixel; null where reconstructions leave [0, 1]
 * @param testMseFromCorrupted mean squared error per pixel from corrupted input; null unless the model learned from such
 * @param testElbo evidence lower bound in nats, a mean per row; null unless the model is variational
 * @param testReconstructionNats −ln p(x|z) in nats, a mean per row; null unless the model is variational
 * @param testLatentNats KL divergence of q(z|x) from the prior in nats, a mean per row; null unless the model is variational
 */
@JsonRootName("reconstruction")
public record ReconstructionFigures(
        Double testMse,
        Double testBce,
        Double testMseFromCorrupted,
        Double testElbo,
        Double testReconstructionNats,
        Double testLatentNats) {

    static ReconstructionFigures of(ReconstructionMetrics test) {
        boolean known = test.clean().pixels() > 0;
        boolean bounded =
                test.bound().rows() > 0 && Double.isFinite(test.bound().mean());
        return new ReconstructionFigures(
                known ? test.clean().meanSquaredError() : null,
                known ? test.clean().meanCrossEntropy() : null,
                test.restored().pixels() > 0 ? test.restored().meanSquaredError() : null,
                bounded ? -test.bound().mean() : null,
                bounded ? test.bound().meanReconstruction() : null,
                bounded ? test.bound().meanLatent() : null);
    }
}
