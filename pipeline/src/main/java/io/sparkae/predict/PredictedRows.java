package io.sparkae.predict;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.knn.Vote;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;

/**
 * What a model gives for some rows. Arrays are shared.
 *
 * @param rows their ids and labels, and their features, scaled
 * @param codes {@code [rows, code]}
 * @param errors mean squared error per feature, {@code [rows]}
 * @param threshold error above which a row is an anomaly; NaN if unknown
 * @param neighbours of the codes; null without references
 * @param votes of the neighbours, {@code [rows]}; null without references
 * @param reconstructions in the units of the input, {@code [rows, features]}; null if not wanted
 */
record PredictedRows(
        RowBlock rows,
        float[] codes,
        float[] errors,
        double threshold,
        Neighbours neighbours,
        Vote[] votes,
        float[] reconstructions) {

    /**
     * Computes everything that a layout has.
     *
     * @param references null if the layout has no neighbours
     */
    static PredictedRows of(
            RowBlock rows,
            TrainedAutoencoder model,
            double threshold,
            LabelledReferences references,
            PredictionLayout layout) {
        TrainedAutoencoder.Pass pass = model.apply(rows.values(), rows.rows());
        Neighbours neighbours = null;
        Vote[] votes = null;
        if (references != null) {
            neighbours =
                    references.search(new RowBlock(rows.ids(), rows.labels(), pass.codes(), model.codeDimension()));
            votes = new Vote[rows.rows()];
            for (int row = 0; row < votes.length; row++) {
                votes[row] = references.vote(neighbours, row);
            }
        }
        return new PredictedRows(
                rows,
                pass.codes(),
                pass.errors(rows.values(), rows.rows()),
                threshold,
                neighbours,
                votes,
                layout.pixels() > 0 ? unscaled(pass.reconstructions(), model) : null);
    }

    private static float[] unscaled(float[] features, TrainedAutoencoder model) {
        Scaling scaling = model.format().scaling();
        int width = model.features();
        float[] values = new float[features.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scaling.invert(i % width, features[i]);
        }
        return values;
    }

    int count() {
        return rows.rows();
    }

    /** The label of a row; null if unknown. */
    Integer label(int row) {
        int label = rows.labels()[row];
        return label == RowBlock.NO_LABEL ? null : (Integer) label;
    }

    boolean isAnomaly(int row) {
        return !(errors[row] <= threshold); // NaN is no ordinary error
    }

    /** The error in units of the threshold: above 1 for anomalies. With a threshold of 0, 0 or infinity. */
    float score(int row) {
        return threshold == 0 && errors[row] == 0 ? 0 : (float) (errors[row] / threshold);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
