package io.sparkae.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An exact search by a library for Python.
 *
 * @param name for the table
 * @param python the interpreter
 * @param library the script's name for it
 * @param threads it may use
 * @param dimension values of a row
 * @param k neighbours
 * @param queries file of values
 * @param references file of values
 */
record SearchPeer(
        String name, String python, String library, int threads, int dimension, int k, Path queries, Path references)
        implements Contender {

    @Override
    public List<Double> seconds() throws IOException, InterruptedException {
        return new PythonScript(python, "knn_peers.py")
                .run(List.of(library, "" + threads, "" + dimension, "" + k, queries.toString(), references.toString()));
    }
}
