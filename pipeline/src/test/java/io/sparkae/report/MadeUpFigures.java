package io.sparkae.report;

import io.sparkae.encode.EncodeFigures;
import io.sparkae.encode.ReconstructionFigures;
import io.sparkae.ingest.IngestFigures;
import io.sparkae.ingest.IngestFigures.SplitFigures;
import io.sparkae.knn.KnnFigures;
import java.util.List;

/** Figures of a run that never was: 300 training rows, 50 test rows, 100 features, 2 classes. */
public final class MadeUpFigures {
    private MadeUpFigures() {}

    /** With these warnings. */
    public static IngestFigures dataset(String... warnings) {
        return new IngestFigures(
                300,
                0,
                50,
                0,
                100,
                2,
                0,
                0,
                0,
                List.of(warnings),
                new IngestFigures.Splits(
                        new SplitFigures(List.of(100L, 200L), 0, 33.5, 81, 7),
                        null,
                        new SplitFigures(List.of(20L, 25L), 5, 30, 80, 9)));
    }

    /** Of codes of this size. */
    public static EncodeFigures codes(int dimension) {
        return new EncodeFigures(dimension, 100.0 / dimension, 0.25, 0.125);
    }

    /** Of a model that is not variational. */
    public static ReconstructionFigures errors(double mse) {
        return new ReconstructionFigures(mse, null, null, null, null, null);
    }

    /** Of one neighbour; without labels if the accuracy is null. */
    public static KnnFigures knn(Double accuracy) {
        boolean known = accuracy != null;
        return new KnnFigures(
                1,
                "exact",
                0.25,
                null,
                null,
                accuracy,
                known ? 0.75 : null,
                known ? 0.95 : null,
                known ? 0.8 : null,
                known ? 0.85 : null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
