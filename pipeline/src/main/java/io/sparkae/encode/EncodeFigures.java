package io.sparkae.encode;

import com.fasterxml.jackson.annotation.JsonRootName;

/**
 * The figures of the codes of the test rows, group {@code encoding} of {@code metrics.json}.
 *
 * @param dimension values of a code
 * @param compressionRatio features for each value of a code
 * @param meanCode mean of all values; null without test rows
 * @param nearZeroShare share of values less than {@value CodeActivity#NEAR} from zero; null without test rows
 */
@JsonRootName("encoding")
public record EncodeFigures(int dimension, double compressionRatio, Double meanCode, Double nearZeroShare) {

    /**
     * The codes as later stages need to know them; the stage writes it into its manifest.
     *
     * @param dimension values of a code
     */
    public record Facts(int dimension) {}

    static EncodeFigures of(ReconstructionMetrics test, int dimension, int features) {
        boolean known = test.codes().count() > 0;
        return new EncodeFigures(
                dimension,
                (double) features / dimension,
                known ? test.codes().mean() : null,
                known ? test.codes().nearZeroShare() : null);
    }

    /** The facts for later stages. */
    public Facts facts() {
        return new Facts(dimension);
    }
}
