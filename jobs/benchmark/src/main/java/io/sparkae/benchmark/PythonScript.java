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
 * A script of this package's resources that prints seconds, one number a line.
 *
 * @param python the interpreter
 * @param name of the resource
 */
record PythonScript(String python, String name) {

    /** A peer is not installed; the message says what to install. */
    static final class MissingPeerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingPeerException(String message) {
            super(message);
        }
    }

    /** @throws MissingPeerException if there is no such interpreter, or the script ends with an error */
    List<Double> run(List<String> arguments) throws IOException, InterruptedException {
        Path script = Files.createTempFile("sparkae", name);
        try {
            try (InputStream packed = PythonScript.class.getResourceAsStream(name)) {
                Files.copy(packed, script, StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> command = new ArrayList<>(List.of(python, script.toString()));
            command.addAll(arguments);
            return seconds(command);
        } finally {
            Files.delete(script);
        }
    }

    private List<Double> seconds(List<String> command) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("OMP_NUM_THREADS", null); // meant for the JVM; the scripts set their threads themselves
        ChildProcess process;
        try {
            process = ChildProcess.start(command, environment);
        } catch (IOException e) {
            throw new MissingPeerException("no interpreter " + python + "; name one with --python");
        }
        ChildProcess.Ended ended = process.end();
        if (ended.code() != 0) {
            throw new MissingPeerException(ended.lastLine());
        }
        return ended.output().lines().map(Double::valueOf).toList();
    }
}
