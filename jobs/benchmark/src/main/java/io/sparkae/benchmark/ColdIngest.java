package io.sparkae.benchmark;

import io.sparkae.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The ingest stage as the first thing that a process does, Spark's start not counted.
 *
 * @param run folder for its output
 * @param settings {@code KEY=VALUE}
 */
record ColdIngest(Path run, List<String> settings) implements Contender {

    @Override
    public String name() {
        return "sparkae ingest, first in its process";
    }

    @Override
    public List<Double> seconds() throws IOException, InterruptedException {
        ChildProcess.Ended ended = ChildProcess.end(OwnProcess.start("ingest", run, settings));
        if (ended.code() != 0) {
            throw new IOException(name() + " ended with exit code " + ended.code() + ": " + ended.lastLine());
        }
        Map<?, ?> metrics = Json.parse(Files.readString(run.resolve("metrics.json")), Map.class);
        return List.of(((Number) ((Map<?, ?>) metrics.get("stages")).get("ingest")).doubleValue());
    }
}
