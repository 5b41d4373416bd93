package io.sparkae.knn.exact;

import java.io.Serializable;

/**
 * References made ready for the search, each with its cell.
 *
 * @param points the references
 * @param cellOf the cell of each point
 */
record CellMembers(Points points, int[] cellOf) implements Serializable {
    static CellMembers of(Points points, SearchSpace space) {
        return new CellMembers(points, CellSeeds.nearest(points.images(), points.imageWidth(), space.seeds()));
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
