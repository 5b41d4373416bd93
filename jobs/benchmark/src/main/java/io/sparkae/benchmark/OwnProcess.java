package io.sparkae.benchmark;

import io.sparkae.jobs.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A stage's command in a JVM of its own, set up as this one is. */
final class OwnProcess {
    private OwnProcess() {}

    /**
     * Starts it, with {@code --force}.
     *
     * @param run the run's folder
     * @param settings {@code KEY=VALUE}
     */
    static Process start(String command, Path run, List<String> settings) throws IOException {
        List<String> line = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream(),
                        Stream.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                command,
                                "--force",
                                "--run-dir",
                                run.toString()),
                        settings.stream().flatMap(pair -> Stream.of("-s", pair)))
                .flatMap(parts -> parts)
                .toList();
        return ChildProcess.start(line, Map.of());
    }
}
