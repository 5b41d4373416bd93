package io.sparkae.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real standalone cluster of this machine's own: a Master, Workers with one core each and their executors, all
 * processes.
 */
final class StandaloneCluster extends SparkProcesses implements AutoCloseable {
    private final String url;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();
    private int started;

    private StandaloneCluster(Path logs, int port) throws IOException {
        super(logs);
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
        workers.add(java(
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
                logs().resolve("work-of-" + name).toString(),
                url));
        await(name, "Successfully registered with master", workers.get(workers.size() - 1));
    }

    /** Kills a worker and the executors that it started, as the end of a machine does. */
    void killAWorker() {
        Process worker = workers.remove(0);
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
        ProcessHandle executor = workers.stream()
                .flatMap(worker -> worker.toHandle().children())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no executor is running"));
        executor.destroyForcibly();
    }

    /** What drivers that ran on workers have written. */
    String driverLogs() {
        try (Stream<Path> files = Files.walk(logs())) {
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

    @Override
    public void close() {
        for (Process worker : workers) {
            worker.descendants().forEach(ProcessHandle::destroyForcibly);
            worker.destroyForcibly().onExit().join();
        }
        master.destroyForcibly().onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
