package io.sparkae.jobs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes started from what the build leaves in {@code target}: the folder {@code spark}, the options for the JVM and
 * the jar for {@code spark-submit}. Each writes a log of its own.
 */
abstract class SparkProcesses implements AutoCloseable {
    static final Path TARGET = Path.of("target").toAbsolutePath();
    /** The jars of a Spark installation, for a class path. */
    static final String SPARK_JARS = TARGET.resolve("spark/jars") + "/*";

    private static final long PATIENCE_SECONDS = 300;

    private final Path logs;
    private final String classPath;
    private final Map<String, String> environment;
    private final List<Process> started = new ArrayList<>();

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
    String log(String name) {
        return read(logFile(name));
    }

    /** Waits for a text in a process's log. */
    void await(String name, String text, Process process) throws InterruptedException {
        await(name, Pattern.compile(Pattern.quote(text)), process);
    }

    /** The same for a text of some form; returns the first one. */
    Matcher await(String name, Pattern text, Process process) throws InterruptedException {
        return await(logFile(name), text, process);
    }

    /** The same for any file that a process writes. */
    static Matcher await(Path log, Pattern text, Process process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean ended = false;
        Matcher found = text.matcher(read(log));
        while (!found.find()) {
            if (ended || System.nanoTime() > deadline) {
                throw new IllegalStateException("'" + text + "' is not in " + log + ":\n" + read(log));
            }
            ended = process.waitFor(10, TimeUnit.MILLISECONDS);
            found = text.matcher(read(log));
        }
        return found;
    }

    /** Waits for the end of a process; its exit code. */
    static int end(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Ends what still runs, for instance the driver of a test that failed, the last first. */
    @Override
    public void close() {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
            started.get(i).destroyForcibly().onExit().join();
        }
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
                .redirectOutput(logFile(name).toFile());
        builder.environment().put("SPARK_HOME", TARGET.resolve("spark").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        // Drivers and executors live for seconds: the second compiler would cost them more than it saves.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile(String name) {
        return logs.resolve(name + ".log");
    }
}
