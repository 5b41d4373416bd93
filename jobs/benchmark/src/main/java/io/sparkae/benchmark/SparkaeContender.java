package io.sparkae.benchmark;

import io.sparkae.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command {@code train} in a JVM of its own, set up as this one is, on a copy of a dataset.
 *
 * @param name for the table
 * @param run folder whose dataset is used
 * @param copies how many train at the same time, each for itself
 * @param settings {@code KEY=VALUE}
 */
record SparkaeContender(String name, Path run, int copies, List<String> settings) implements Contender {

    @Override
    public List<Double> seconds() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            Path folder = copy == 0 ? run : copyOf(run);
            folders.add(folder);
            processes.add(OwnProcess.start("train", folder, settings));
        }
        for (Process process : processes) {
            ChildProcess.Ended ended = ChildProcess.end(process);
            if (ended.code() != 0) {
                throw new IOException(name + " ended with exit code " + ended.code() + ": " + ended.lastLine());
            }
        }
        List<Double> slowest = epochs(folders.get(0));
        for (Path folder : folders) {
            List<Double> seconds = epochs(folder);
            for (int epoch = 0; epoch < slowest.size(); epoch++) {
                slowest.set(epoch, Math.max(slowest.get(epoch), seconds.get(epoch)));
            }
        }
        return slowest;
    }

    /** The run folder of a second one that trains at the same time. */
    static Path copyOf(Path run) {
        return run.resolveSibling(run.getFileName() + "-copy");
    }

    private static List<Double> epochs(Path folder) throws IOException {
        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("metrics.json")), Map.class);
        List<?> seconds = (List<?>) ((Map<?, ?>) metrics.get("training")).get("secondsPerEpoch");
        return new ArrayList<>(
                seconds.stream().map(s -> ((Number) s).doubleValue()).toList());
    }
}
