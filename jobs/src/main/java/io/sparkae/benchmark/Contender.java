package io.sparkae.benchmark;

import java.io.IOException;
import java.util.List;

/** Something that trains, in processes of its own. */
interface Contender {
    /** For the table. */
    String name();

    /**
     * Trains once.
     *
     * @return seconds of each epoch
     * @throws MissingPeerException if what it needs is not on this machine
     */
    List<Double> train() throws IOException, InterruptedException;
}
