package io.sparkae.report.section;

import io.sparkae.encode.ReconstructionFigures;
import java.util.List;
import java.util.Optional;

/** The evidence lower bound of a variational model and its parts, after {@link io.sparkae.model.TrainedAutoencoder.ElboSum}. */
final class ElboTable {
    private ElboTable() {}

    /** Of the test rows; empty for models that are not variational. */
    static Optional<Block.Table> of(RunView run) {
        return run.metrics()
                .group(ReconstructionFigures.class)
                .filter(figures -> figures.testElbo() != null)
                .map(figures -> new Block.Table(
                        "Evidence lower bound of the test rows, a mean per row; the closer to zero, the better.",
                        List.of("part", "nats"),
                        List.of(
                                List.of("reconstruction, ln p(x|z)", Numbers.tenths(-figures.testReconstructionNats())),
                                List.of("latent, −KL(q(z|x) ‖ N(0, I))", Numbers.tenths(-figures.testLatentNats())),
                                List.of("bound: their sum", Numbers.tenths(figures.testElbo())))));
    }
}
