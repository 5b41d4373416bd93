package io.sparkae.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs Python that has the libraries of {@code .ci/requirements.txt}: the interpreter that the environment variable {@value
 * #VARIABLE} names, or else the one that {@code .ci/python.sh} has made. A test is skipped, and says so, without it.
 */
public final class PythonLibraries {
    private static final String VARIABLE = "SPARKAE_PYTHON";
    private static final long PATIENCE_SECONDS = 300;

    private PythonLibraries() {}

    /** The interpreter; skips the test if it is not there or cannot import one of the modules. */
    public static String interpreter(String... modules) throws IOException, InterruptedException {
        String python = System.getenv(VARIABLE);
        for (Path folder = Path.of("").toAbsolutePath();
                python == null && folder != null;
                folder = folder.getParent()) {
            Path made = folder.resolve(".ci/venv/bin/python");
            python = Files.isExecutable(made) ? made.toString() : null;
        }
        Assumptions.assumeTrue(
                python != null,
                "skipped: needs Python libraries, which .ci/python.sh installs; " + VARIABLE + " names it");
        Ended imported = execute(python, Path.of(""), "-c", "import " + String.join(", ", modules));
        Assumptions.assumeTrue(
                imported.code() == 0, "skipped: " + python + " cannot import " + String.join(", ", modules));
        return python;
    }

    /**
     * Runs a script, which must end with 0.
     *
     * @param folder its working directory, where the script is written to
     * @param script source code
     * @return what it printed
     */
    public static String run(String python, Path folder, String script, String... arguments)
            throws IOException, InterruptedException {
        Path file = Files.writeString(Files.createTempFile(folder, "script-", ".py"), script);
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        Ended ended = execute(python, folder, command.toArray(String[]::new));
        Assertions.assertEquals(0, ended.code(), ended.output());
        return ended.output();
    }

    private record Ended(int code, String output) {}

    private static Ended execute(String python, Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, "-B"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("python-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                Assertions.fail("Python was still running after " + PATIENCE_SECONDS + " s");
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
