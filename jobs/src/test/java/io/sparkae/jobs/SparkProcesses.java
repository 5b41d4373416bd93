package io.sparkae.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Processes started from what the build leaves in {@code target}: the folder {@code spark}, the options for the JVM and
 * the jar for {@code spark-submit}. Each writes a log of its own.
 */
abstract class SparkProcesses {
    static final Path TARGET = Path.of("target").toAbsolutePath();
    /** The jars of a Spark installation, for a class path. */
    static final String SPARK_JARS = TARGET.resolve("spark/jars") + "/*";

    private static final long PATIENCE_SECONDS = 300;

    private final Path logs;
    private final String classPath;
    private final Map<String, String> environment;

    SparkProcesses(Path logs) {
        this(logs, SPARK_JARS, Map.of());
    }

    /** Processes that find Hadoop's settings as {@code spark-submit} does. */
    SparkProcesses(Path logs, Path hadoopConf) {
        this(logs, SPARK_JARS + File.pathSeparator + hadoopConf, Map.of("HADOOP_CONF_DIR", hadoopConf.toString()));
    }

    private SparkProcesses(Path logs, String classPath, Map<String, String> environment) {
        this.logs = logs;
        this.classPath = classPath;
        this.environment = environment;
    }

    final Path logs() {
        return logs;
    }

    /** What a process has written so far. */
    String log(String name) throws IOException {
        return Files.readString(logs.resolve(name + ".log"));
    }

    /** Waits for a text in a process's log. */
    void await(String name, String text, Process process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!log(name).contains(text)) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS) && !log(name).contains(text)) {
                throw new IllegalStateException(name + " ended without '" + text + "':\n" + log(name));
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " did not write '" + text + "':\n" + log(name));
            }
        }
    }

    /** Waits for the end of a process; its exit code. */
    static int end(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    final Process java(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + TARGET.resolve("java-options"),
                "-Dlog4j2.configurationFile=org/apache/spark/log4j2-defaults.properties",
                "-cp",
                classPath));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", TARGET.resolve("spark").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
