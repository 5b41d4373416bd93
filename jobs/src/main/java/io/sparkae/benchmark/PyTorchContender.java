package io.sparkae.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private static final String SCRIPT = "pytorch_epochs.py";

    @Override
    public String name() {
        return "PyTorch, " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public List<Double> train() throws IOException, InterruptedException {
        Path script = Files.createTempFile("sparkae", SCRIPT);
        try {
            try (InputStream packed = PyTorchContender.class.getResourceAsStream(SCRIPT)) {
                Files.copy(packed, script, StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> command = new ArrayList<>(List.of(
                    python, script.toString(), "" + threads, "" + rows, "" + features, "" + minibatch, "" + epochs));
            hidden.forEach(units -> command.add("" + units));
            return run(command);
        } finally {
            Files.delete(script);
        }
    }

    private List<Double> run(List<String> command) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("OMP_NUM_THREADS", null); // ours, for the JVM; PyTorch is told its threads
        ChildProcess.Ended ended;
        try {
            ended = ChildProcess.end(ChildProcess.start(command, environment));
        } catch (IOException e) {
            throw new MissingPeerException("no interpreter " + python + "; name one with --python");
        }
        if (ended.code() != 0) {
            throw new MissingPeerException(ended.lastLine());
        }
        return ended.output().lines().map(Double::valueOf).toList();
    }
}
