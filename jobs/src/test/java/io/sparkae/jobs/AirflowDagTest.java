package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Airflow DAG in {@code conf/airflow}, by its Python tests. The interpreter is named by the system property or the
 * environment variable {@code AIRFLOW_PYTHON}, or else {@code python3} on the path.
 */
class AirflowDagTest {
    private static final Path TESTS = Path.of("src/test/python").toAbsolutePath();
    private static final Path DAG = Path.of("../conf/airflow/sparkae_dag.py").toAbsolutePath();

    private static final String PYTHON = Stream.of(
                    System.getProperty("AIRFLOW_PYTHON"), System.getenv("AIRFLOW_PYTHON"), "python3")
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();

    @Test
    void itCompiles() throws Exception {
        assumePython();

        Ended compiling = python(
                "-c",
                "import sys; f = sys.argv[1]; compile(open(f, encoding='utf-8').read(), f, 'exec')",
                DAG.toString());

        assertEquals(0, compiling.code(), compiling.output());
    }

    @Test
    void itDoesWhatItSaysWithStandInsForAirflow() throws Exception {
        assumePython();
        assumeImport("jinja2", "Jinja2");

        Ended tests = python("-m", "unittest", "test_sparkae_dag.WithoutAirflow");

        assertEquals(0, tests.code(), tests.output());
    }

    @Test
    void airflowParsesItAndBuildsTheCommandsOfTheClusterTests() throws Exception {
        assumePython();
        assumeImport("airflow.providers.apache.spark.operators.spark_submit", "Airflow with its Spark provider");

        Ended tests = python("-m", "unittest", "test_sparkae_dag.InAirflow");

        assertEquals(0, tests.code(), tests.output());
    }

    private static void assumePython() throws InterruptedException {
        boolean found;
        try {
            found = python("-c", "import sys; assert sys.version_info >= (3, 9)")
                            .code()
                    == 0;
        } catch (IOException notThere) {
            found = false;
        }
        assumeTrue(found, "no Python 3.9 or later as " + PYTHON + "; AIRFLOW_PYTHON names one");
    }

    private static void assumeImport(String module, String what) throws Exception {
        assumeTrue(
                python("-c", "import " + module).code() == 0,
                what + " cannot be imported by " + PYTHON + "; AIRFLOW_PYTHON names another interpreter");
    }

    private record Ended(int code, String output) {}

    private static Ended python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(TESTS.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
