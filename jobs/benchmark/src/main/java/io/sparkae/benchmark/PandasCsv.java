package io.sparkae.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * pandas reading a CSV file into memory, the first thing in a process, and no more than that.
 *
 * @param python the interpreter
 * @param file to read
 */
record PandasCsv(String python, Path file) implements Contender {

    @Override
    public String name() {
        return "pandas.read_csv, the training file alone";
    }

    @Override
    public List<Double> seconds() throws IOException, InterruptedException {
        return new PythonScript(python, "pandas_csv.py").run(List.of(file.toString(), "1"));
    }
}
