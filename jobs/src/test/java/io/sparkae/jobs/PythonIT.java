package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the Python package, by a real PySpark, with the packed jar. */
class PythonIT {
    private static final long PATIENCE_MINUTES = 15;

    @Test
    void thePackageInTheJarPassesItsTests(@TempDir Path folder) throws Exception {
        String python = System.getenv("SPARKAE_PYTHON");
        assumeTrue(python != null, "SPARKAE_PYTHON names no Python with PySpark: .ci/python.sh makes one");
        File output = folder.resolve("output.txt").toFile();
        Path home = Path.of("..").toAbsolutePath().normalize();
        ProcessBuilder builder = new ProcessBuilder(
                        python,
                        "-B",
                        "-W",
                        "ignore",
                        "-m",
                        "unittest",
                        "discover",
                        "-s",
                        home.resolve("pipeline/src/test/python").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment()
                .put(
                        "SPARKAE_JAR",
                        Path.of("target", "sparkae.jar").toAbsolutePath().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), () -> text(output));
            assertEquals(0, process.exitValue(), () -> text(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
