package io.sparkae.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real standalone cluster of this machine's own: a Master, Workers with one core each and their executors, all
 * processes.
 */
final class StandaloneCluster extends SparkProcesses {
    private static final Pattern SUBMITTED = Pattern.compile("submitted as (driver-\\S+)");

    private final String url;
    private final Process master;
    private final Map<String, Process> workers = new LinkedHashMap<>();
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
        try {
            cluster.await("master", "I have been elected leader", cluster.master);
            for (int i = 0; i < workers; i++) {
                cluster.addWorker();
            }
        } catch (Exception e) {
            cluster.close();
            throw e;
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
        worker.destroyForcibly().onExit().join();
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

    /**
     * The same with the driver on one of the workers; says how that ended, in the words of its worker. Asked to wait for
     * the end, {@code spark-submit} would look only every ten seconds.
     */
    String submitToCluster(String name, List<String> arguments) throws IOException, InterruptedException {
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
                "--class",
                "io.sparkae.jobs.Main",
                TARGET.resolve("sparkae.jar").toString()));
        command.addAll(arguments);
        Process submission = java(name, command.toArray(String[]::new));
        String driver = await(name, SUBMITTED, submission).group(1);
        await("master", "Removing driver: " + driver, master);
        return workers.keySet().stream()
                .flatMap(worker -> log(worker).lines())
                .filter(line -> line.contains("Driver " + driver + " exited"))
                .collect(Collectors.joining());
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

    /** Kills an executor of an application, by its number there, in the same way, once it has begun with a task. */
    void killExecutor(String application, String number, String task) throws InterruptedException {
        Path folder = Path.of(application, number);
        Map.Entry<String, Process> worker = workers.entrySet().stream()
                .filter(w -> Files.exists(workFolder(w.getKey()).resolve(folder)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no worker has executor " + folder));
        Path log = workFolder(worker.getKey()).resolve(folder).resolve("stderr");
        await(log, Pattern.compile(Pattern.quote("Running " + task)), worker.getValue());
        worker.getValue()
                .children()
                .filter(child -> child.info().startInstant().isPresent()) // others are ending
                .max(Comparator.comparing(child -> child.info().startInstant().orElse(Instant.MIN)))
                .orElseThrow(() -> new IllegalStateException("executor " + folder + " is not running"))
                .destroyForcibly();
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

    private Path workFolder(String worker) {
        return logs().resolve("work-of-" + worker);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
