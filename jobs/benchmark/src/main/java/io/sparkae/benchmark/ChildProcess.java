package io.sparkae.benchmark;

import io.sparkae.jobs.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that a benchmark starts and waits for. */
final class ChildProcess {
    private final String name;
    private final Process process;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * The result of a process.
     *
     * @param code its exit code
     * @param output of standard output and standard error together
     */
    record Ended(int code, String output) {
        /** The last line of the output that is not blank; "" if there is none. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
        }
    }

    /**
     * Starts a program.
     *
     * @param environment to set on top of this process's; a null value removes a variable
     */
    static ChildProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return new ChildProcess(command.get(0), builder.start());
    }

    /**
     * Starts a stage's command with {@code --force} in a JVM with the options and class path of this one.
     *
     * @param run the run folder
     * @param settings {@code KEY=VALUE}
     */
    static ChildProcess sparkae(String command, Path run, List<String> settings) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of(command, "--force", "--run-dir", run.toString()));
        settings.forEach(pair -> line.addAll(List.of("-s", pair)));
        return new ChildProcess("sparkae " + command, start(line, Map.of()).process);
    }

    /** Waits for the end. */
    Ended end() throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** @throws IOException with the last line of the output, if the process fails */
    void requireSuccess() throws IOException, InterruptedException {
        Ended ended = end();
        if (ended.code() != 0) {
            throw new IOException(name + " ended with exit code " + ended.code() + ": " + ended.lastLine());
        }
    }
}
