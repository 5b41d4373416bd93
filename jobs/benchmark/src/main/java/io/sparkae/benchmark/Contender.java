package io.sparkae.benchmark;

import java.io.IOException;
import java.util.List;

/** One implementation that a benchmark times. */
interface Contender {
    /** Its label in the table. */
    String name();

    /**
     * Does the work once.
     *
     * @return seconds of each repetition; of each epoch for training
     * @throws PythonScript.MissingPeerException if it is not installed on this machine
     */
    List<Double> seconds() throws IOException, InterruptedException;
}
