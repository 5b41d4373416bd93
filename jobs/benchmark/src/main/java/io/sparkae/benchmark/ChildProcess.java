package io.sparkae.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program run to its end. */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * What a program did.
     *
     * @param code its exit code
     * @param output what it wrote, errors too
     */
    record Ended(int code, String output) {
        /** The last line of the output that is not empty; "" if there is none. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
        }
    }

    /**
     * Starts a program.
     *
     * @param environment to set on top of this process's; a null value removes a variable
     */
    static Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        environment.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.start();
    }

    /** Waits for the end of a program. */
    static Ended end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
