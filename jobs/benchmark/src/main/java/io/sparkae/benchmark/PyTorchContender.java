package io.sparkae.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same network on PyTorch, on the processor, on as many random rows.
 *
 * @param python the interpreter
 * @param threads it may use
 * @param rows in the data set
 * @param features in a row
 * @param minibatch rows in it
 * @param epochs to train
 * @param hidden units of each layer between input and output
 */
record PyTorchContender(
        String python, int threads, long rows, int features, int minibatch, int epochs, List<Integer> hidden)
        implements Contender {

    @Override
    public String name() {
        return "PyTorch, " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public List<Double> seconds() throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("" + threads, "" + rows, "" + features, "" + minibatch, "" + epochs));
        hidden.forEach(units -> arguments.add("" + units));
        return new PythonScript(python, "pytorch_epochs.py").run(arguments);
    }
}
