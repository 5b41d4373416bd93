package io.sparkae.knn;

/** How much a neighbour's vote weighs. */
public enum Voting {
    /** One each. */
    UNIFORM,
    /** The inverse of its distance; if any is at distance zero, those decide alone, with one vote each. */
    DISTANCE
}
