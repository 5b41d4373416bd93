package io.sparkae.benchmark;

import java.io.IOException;
import java.util.List;

/** Something that does the work of a benchmark. */
interface Contender {
    /** For the table. */
    String name();

    /**
     * Works once.
     *
     * @return seconds of each repetition, for training of each epoch
     * @throws MissingPeerException if what it needs is not on this machine
     */
    List<Double> seconds() throws IOException, InterruptedException;
}
