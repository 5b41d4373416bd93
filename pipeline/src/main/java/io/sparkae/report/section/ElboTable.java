package io.sparkae.report.section;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evidence lower bound of a variational model and its parts, after {@link io.sparkae.model.TrainedAutoencoder.ElboSum}. */
final class ElboTable {
    private ElboTable() {}

    /** Of the test rows; empty for models that are not variational. */
    static Optional<Block.Table> of(RunView run) {
        Map<String, Object> figures = run.metrics("reconstruction");
        if (!figures.containsKey("testElbo")) {
            return Optional.empty();
        }
        return Optional.of(new Block.Table(
                "Evidence lower bound of the test rows, a mean per row; the closer to zero, the better.",
                List.of("part", "nats"),
                List.of(
                        List.of("reconstruction, ln p(x|z)", Figures.tenths(minus(figures, "testReconstructionNats"))),
                        List.of("latent, −KL(q(z|x) ‖ N(0, I))", Figures.tenths(minus(figures, "testLatentNats"))),
                        List.of("bound: their sum", Figures.tenths(figures.get("testElbo"))))));
    }

    private static double minus(Map<String, Object> figures, String name) {
        return -((Number) figures.get(name)).doubleValue();
    }
}
