package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;

/**
 * A prediction by the labels of neighbours; among equals the smallest label wins, as in scikit-learn's {@code
 * KNeighborsClassifier}.
 *
 * @param label predicted
 * @param shares of the votes by label, summing to 1, {@code [classes]}
 */
public record Vote(int label, double[] shares) {
    /** Weights of neighbours' votes. */
    public enum Weighting {
        /** One each. */
        UNIFORM,
        /** The inverse of the distance; if any neighbour is at distance zero, those alone vote, one vote each. */
        DISTANCE
    }

    /**
     * The vote of a query's neighbours.
     *
     * @param query its place in the block
     * @param classes number of labels
     */
    public static Vote of(Neighbours block, int query, Weighting voting, int classes) {
        int from = query * block.perQuery();
        int to = from + block.perQuery();
        boolean exact = voting == Weighting.DISTANCE && block.distances()[from] == 0;
        double[] shares = new double[classes];
        double sum = 0;
        for (int i = from; i < to; i++) {
            double weight = weight(block.distances()[i], voting, exact);
            shares[block.labels()[i]] += weight;
            sum += weight;
        }
        int best = 0;
        for (int label = 0; label < classes; label++) {
            shares[label] /= sum;
            best = shares[label] > shares[best] ? label : best;
        }
        return new Vote(best, shares);
    }

    /** Share of the votes for {@link #label}. */
    public double share() {
        return shares[label];
    }

    private static double weight(double distance, Weighting voting, boolean exact) {
        if (exact) {
            return distance == 0 ? 1 : 0;
        }
        return voting == Weighting.UNIFORM ? 1 : 1 / distance;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return label;
    }
}
