package io.sparkae.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real standalone cluster of this machine's own: a Master, Workers with one core each and their executors, all
 * processes, started from what the build leaves in {@code target}: the folder {@code spark}, the options for the JVM and
 * the jar for {@code spark-submit}.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 120;

    private final Path logs;
    private final String url;
    private final Process master;
    private final Map<String, Process> workers = new LinkedHashMap<>();
    private int started;

    private StandaloneCluster(Path logs, int port) throws IOException {
        this.logs = logs;
        this.url = "spark://127.0.0.1:" + port;
        this.master = java(
                "master",
                "-Xmx256m",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--webui-port",
                "0");
    }

    /** Starts a cluster and waits until all its workers are known to the master. */
    static StandaloneCluster start(Path logs, int workers) throws Exception {
        StandaloneCluster cluster = new StandaloneCluster(logs, freePort());
        cluster.await("master", "I have been elected leader", cluster.master);
        for (int i = 0; i < workers; i++) {
            cluster.addWorker();
        }
        return cluster;
    }

    /** Starts one more worker and waits until the master knows it. */
    void addWorker() throws Exception {
        String name = "worker" + started++;
        Process worker = java(
                name,
                "-Xmx256m",
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                workFolder(name).toString(),
                url);
        workers.put(name, worker);
        await(name, "Successfully registered with master", worker);
    }

    /** Kills a worker and the executors that it started, as the end of a machine does. */
    void killAWorker() {
        Process worker = workers.remove(workers.keySet().iterator().next());
        worker.descendants().forEach(ProcessHandle::destroyForcibly);
        worker.destroyForcibly();
    }

    /** Runs a command of sparkae's as {@code spark-submit} does; {@code name} is that of its log. */
    Process submit(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx1g", // of the driver, which runs in this process
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                url,
                "--conf",
                "spark.executor.memory=1g",
                "--class",
                "io.sparkae.jobs.Main",
                TARGET.resolve("sparkae.jar").toString()));
        command.addAll(arguments);
        return java(name, command.toArray(String[]::new));
    }

    /** The same with the driver on one of the workers; waits for its end and hands on whether it failed. */
    Process submitToCluster(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx256m",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                url,
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.driver.memory=700m",
                "--conf",
                "spark.driver.extraJavaOptions=" + openedPackages(),
                "--conf",
                "spark.executor.memory=1g",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true",
                "--class",
                "io.sparkae.jobs.Main",
                TARGET.resolve("sparkae.jar").toString()));
        command.addAll(arguments);
        return java(name, command.toArray(String[]::new));
    }

    /** A worker starts a driver without them, unlike spark-submit. */
    private static String openedPackages() throws IOException {
        return Arrays.stream(Files.readString(TARGET.resolve("java-options")).split("\\s+"))
                .filter(option -> option.startsWith("--add-opens="))
                .collect(Collectors.joining(" "));
    }

    /** Kills, as {@code kill -9} does, one process that runs tasks. */
    void killAnExecutor() {
        ProcessHandle executor = workers.values().stream()
                .flatMap(Process::children)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no executor is running"));
        executor.destroyForcibly();
    }

    /** Kills an executor of an application, by its number there, in the same way. */
    void killExecutor(String application, String number) {
        Path folder = Path.of(application, number);
        workers.entrySet().stream()
                .filter(worker -> Files.exists(workFolder(worker.getKey()).resolve(folder)))
                .flatMap(worker -> worker.getValue().children())
                .max(Comparator.comparing(child -> child.info().startInstant().orElseThrow())) // others are ending
                .orElseThrow(() -> new IllegalStateException("executor " + folder + " is not running"))
                .destroyForcibly();
    }

    /** What a process has written so far. */
    String log(String name) {
        try {
            return Files.readString(logs.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What drivers that ran on workers have written. */
    String driverLogs() {
        try (Stream<Path> files = Files.walk(logs)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(
                            f -> f.getParent().getFileName().toString().startsWith("driver-"))
                    .filter(f -> f.getFileName().toString().startsWith("std"))
                    .toList()) {
                all.append(file).append('\n').append(Files.readString(file)).append('\n');
            }
            return all.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits for a text in a process's log. */
    void await(String name, String text, Process process) throws InterruptedException {
        await(name, Pattern.compile(Pattern.quote(text)), process);
    }

    /** The same for a text of some form; returns the first one. */
    Matcher await(String name, Pattern text, Process process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean ended = false;
        Matcher found = text.matcher(log(name));
        while (!found.find()) {
            if (ended || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        name + (ended ? " ended without '" : " did not write '") + text + "':\n" + log(name));
            }
            ended = process.waitFor(10, TimeUnit.MILLISECONDS);
            found = text.matcher(log(name));
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

    @Override
    public void close() {
        for (Process worker : workers.values()) {
            worker.descendants().forEach(ProcessHandle::destroyForcibly);
            worker.destroyForcibly().onExit().join();
        }
        master.destroyForcibly().onExit().join();
    }

    private Path workFolder(String worker) {
        return logs.resolve("work-of-" + worker);
    }

    private Process java(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + TARGET.resolve("java-options"),
                "-Dlog4j2.configurationFile=org/apache/spark/log4j2-defaults.properties",
                "-cp",
                TARGET.resolve("spark/jars") + "/*"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", TARGET.resolve("spark").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
