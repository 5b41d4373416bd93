package io.sparkae.ingest;

import java.io.Serializable;

/** Gives every good row of an input its position in the dataset: a bijection. */
public interface RowOrder extends Serializable {
    /**
     * A row's position.
     *
     * @param rank of the row among all good rows of the input
     * @param label its class, or {@link io.sparkae.rows.RowBlock#NO_LABEL}
     * @param rankInClass of the row among the good rows of that class
     */
    long position(long rank, int label, long rankInClass);
}
