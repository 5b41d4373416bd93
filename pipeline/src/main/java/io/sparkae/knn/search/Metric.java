package io.sparkae.knn.search;

import io.sparkae.rows.RowBlock;

/**
 * Distances, computed in double precision by a plain loop over the features in order, and the rows that bound them: rows
 * whose Euclidean distances are monotone in the metric.
 */
public enum Metric {
    /** {@code √Σ(x−y)²}. */
    EUCLIDEAN {
        @Override
        public double distance(float[] x, int xi, float[] y, int yi, int width) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                double difference = (double) x[xi + i] - y[yi + i];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        }

        @Override
        public double approximate(RowDistance query, RowBlock references, int row) {
            return Math.sqrt(query.squareTo(references, row));
        }

        @Override
        public double approximationError(int width) {
            return RowDistance.error(width);
        }

        @Override
        public RowBlock comparable(RowBlock rows) {
            return rows;
        }

        @Override
        public double squaredOfComparable(double distance, int width) {
            return distance * distance;
        }
    },

    /** {@code 1 − Σxy/(√Σx²·√Σy²)}; 1 if either row is all zeros. */
    COSINE {
        /** Unit rows in single precision have errors of up to 2⁻²⁴ each, however near they are to each other. */
        private static final double UNIT_ROUNDING = 0x1p-22;

        @Override
        public double distance(float[] x, int xi, float[] y, int yi, int width) {
            double xy = 0;
            double xx = 0;
            double yy = 0;
            for (int i = 0; i < width; i++) {
                double a = x[xi + i];
                double b = y[yi + i];
                xy += a * b;
                xx += a * a;
                yy += b * b;
            }
            return xx == 0 || yy == 0 ? 1 : Math.max(0, 1 - xy / (Math.sqrt(xx) * Math.sqrt(yy)));
        }

        @Override
        public double approximate(RowDistance query, RowBlock references, int row) {
            return distance(query, references, row);
        }

        @Override
        public double approximationError(int width) {
            return 0;
        }

        @Override
        public RowBlock comparable(RowBlock rows) {
            int width = rows.width();
            float[] values = rows.values();
            float[] unit = new float[values.length];
            for (int row = 0; row < rows.rows(); row++) {
                double squares = 0;
                for (int i = row * width; i < (row + 1) * width; i++) {
                    squares += (double) values[i] * values[i];
                }
                double norm = squares == 0 ? 1 : Math.sqrt(squares);
                for (int i = row * width; i < (row + 1) * width; i++) {
                    unit[i] = (float) (values[i] / norm);
                }
            }
            return new RowBlock(rows.ids(), rows.labels(), unit, width);
        }

        @Override
        public double squaredOfComparable(double distance, int width) {
            // ‖x−y‖² = 2 − 2·cos for unit rows, and 1 with an all-zero one; the cosine's own rounding beside it
            double root = Math.sqrt(2 * distance + (width + 4) * 0x1p-50) + UNIT_ROUNDING;
            return root * root;
        }
    };

    /** The distance of two rows that begin at {@code xi} and {@code yi}. */
    public abstract double distance(float[] x, int xi, float[] y, int yi, int width);

    /**
     * The distance of a query and a row.
     *
     * @param query holds the query
     */
    public final double distance(RowDistance query, RowBlock references, int row) {
        query.to(references, row);
        return distance(query.x(), 0, query.y(), 0, references.width());
    }

    /**
     * Approximate distance of two rows, faster than {@link #distance} where that is possible.
     *
     * @param query holds the query
     */
    public abstract double approximate(RowDistance query, RowBlock references, int row);

    /** The relative error of {@link #approximate} at most. */
    public abstract double approximationError(int width);

    /** Rows whose Euclidean distances order pairs as this metric orders those of the given rows. */
    public abstract RowBlock comparable(RowBlock rows);

    /** Upper bound on the squared Euclidean distance of comparable rows whose distance in this metric is given. */
    public abstract double squaredOfComparable(double distance, int width);
}
