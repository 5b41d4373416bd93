package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.Main;
import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.report.chart.Theme;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code memory}: seconds and resident memory of a whole run by its number of rows. */
@Command(
        name = "memory",
        description =
                "Runs all stages on generated digits, each number of rows in a process of its own, and tabulates and draws"
                        + " seconds and the most resident memory (of Linux).")
final class MemoryBenchmark extends Job {
    private static final List<StageName> STAGES =
            List.of(StageName.INGEST, StageName.TRAIN, StageName.ENCODE, StageName.KNN);
    private static final List<String> GIVEN =
            List.of("seed", "generate", "ingest", "model", "training", "knn", "report", "spark");
    private static final double GIGABYTE = 1L << 30;

    @Option(
            names = "--rows",
            paramLabel = "N",
            split = ",",
            defaultValue = "60000,250000,1000000",
            description = "Training rows; default: ${DEFAULT-VALUE}.")
    private List<Integer> rows;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "4g",
            description = "Java heap of each process; default: ${DEFAULT-VALUE}.")
    private String heap;

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            defaultValue = "memory.png",
            description = "PNG file of the chart; default: ${DEFAULT-VALUE}.")
    private Path figure;

    @Override
    public Integer call() throws IOException, InterruptedException {
        rows.forEach(n -> atLeastOne("--rows", n));
        say("%10s %7s %7s %7s %7s %8s %9s%n", "rows", "ingest", "train", "encode", "knn", "process", "resident");
        List<Measured> all = new ArrayList<>();
        for (int n : rows) {
            Measured measured = measure(n);
            all.add(measured);
            say(
                    "%,10d %6.1fs %6.1fs %6.1fs %6.1fs %7.1fs %6.2f GB%n",
                    n,
                    measured.stages().get(StageName.INGEST),
                    measured.stages().get(StageName.TRAIN),
                    measured.stages().get(StageName.ENCODE),
                    measured.stages().get(StageName.KNN),
                    measured.seconds(),
                    measured.resident());
        }
        draw(all);
        say("drawn to %s%n", figure);
        return 0;
    }

    /**
     * A run.
     *
     * @param rows that it trained on
     * @param stages seconds of each
     * @param seconds of the process, from start to exit
     * @param resident most memory of the process, in units of 2³⁰ bytes; NaN where the system does not tell
     */
    private record Measured(int rows, Map<StageName, Double> stages, double seconds, double resident) {}

    private Measured measure(int n) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sparkae-memory");
        try {
            Path run = folder.resolve("run");
            Path log = folder.resolve("log");
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command(run, n))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            double resident;
            try {
                resident = residentUntilTheEnd(process);
            } finally {
                process.destroyForcibly(); // where this thread was interrupted
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (process.exitValue() != 0) {
                String last = Files.readAllLines(log).stream()
                        .filter(line -> line.startsWith("sparkae: "))
                        .reduce("no message", (first, second) -> second);
                throw new IOException(
                        String.format(Locale.ROOT, "%,d rows: exit code %d (%s)", n, process.exitValue(), last));
            }
            return new Measured(n, stages(run), seconds, resident);
        } finally {
            FileSystem.getLocal(new Configuration()).delete(new org.apache.hadoop.fs.Path(folder.toUri()), true);
        }
    }

    private List<String> command(Path run, int n) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of("run", "--run-dir", run.toString()));
        options()
                .settings()
                .all()
                .below(GIVEN)
                .forEach((key, value) -> line.addAll(List.of("-s", Settings.pair(key, value))));
        line.addAll(List.of("-s", "generate.train-rows=" + n));
        return line;
    }

    /** Asks the system once in a while; a process's entry is gone when it has ended. */
    private static double residentUntilTheEnd(Process process) throws InterruptedException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        double most = Double.NaN;
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            try {
                most = Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / GIGABYTE)
                        .findFirst()
                        .orElse(most);
            } catch (IOException | UncheckedIOException ended) {
                // the last figure stands
            }
        }
        return most;
    }

    private static Map<StageName, Double> stages(Path run) throws IOException {
        RunFolder folder = RunFolder.at(run.toString(), new Configuration());
        Map<StageName, Double> seconds = new EnumMap<>(StageName.class);
        for (StageName stage : STAGES) {
            seconds.put(
                    stage,
                    folder.stage(stage).committed().map(Manifest::seconds).orElse(Double.NaN));
        }
        return seconds;
    }

    private void draw(List<Measured> all) throws IOException {
        if (figure.toAbsolutePath().getParent() != null) {
            Files.createDirectories(figure.toAbsolutePath().getParent());
        }
        double[] x = all.stream().mapToDouble(Measured::rows).toArray();
        List<Series> seconds = STAGES.stream()
                .map(stage -> Series.line(
                        stage.command(),
                        x,
                        all.stream()
                                .mapToDouble(each -> each.stages().get(stage))
                                .toArray()))
                .toList();
        LineChart left = new LineChart("training rows", "seconds", Axis.Scale.LOG10, Axis.Scale.LOG10, seconds);
        LineChart right = new LineChart(
                "training rows",
                "most resident memory, GB",
                Axis.Scale.LOG10,
                Axis.Scale.LINEAR,
                List.of(Series.line(
                        "", x, all.stream().mapToDouble(Measured::resident).toArray())));
        Files.write(figure, new SideBySide(left, right).png(Theme.LIGHT));
    }

    private void say(String format, Object... values) {
        out().printf(Locale.ROOT, format, values);
        out().flush();
    }
}
