package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code job}: the whole of a run against a script that does the same, from start to exit. */
@Command(
        name = "job",
        description =
                "Times 'sparkae run', from the start of the process to its exit, against a script for Keras that reads the same"
                        + " CSV files, trains, encodes, finds nearest neighbours among codes and pixels with FAISS, and draws.")
final class JobBenchmark extends Job {
    private static final List<String> GIVEN = List.of("seed", "experiment", "data", "model", "training", "knn");

    @Mixin
    private PeerOptions peers;

    @Option(
            names = "--launcher",
            paramLabel = "FILE",
            defaultValue = "jobs/bin/sparkae",
            description = "The command to time; default: ${DEFAULT-VALUE}.")
    private Path launcher;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int rounds = peers.rounds();
        options().prefer("knn.raw=true");
        JobSettings settings = options().settings();
        if (settings.ingest().train().size() != 1 || settings.ingest().test().size() != 1) {
            throw new SettingsException(List.of("data.train, data.test: expected one local CSV file each"));
        }
        Path folder = Files.createTempDirectory("sparkae-job");
        try {
            Contender ours = new Ours(launcher, folder.resolve("run"), settings);
            Contender keras = new Keras(peers.python(), folder.resolve("keras"), settings);
            Contest contest = new Contest(out(), "s");
            contest.run(List.of(ours, keras), rounds);
            contest.table();
            contest.compare(ours, "Keras and FAISS", List.of(keras));
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
        return 0;
    }

    /**
     * The command.
     *
     * @param launcher that starts it
     * @param run the run folder
     */
    private record Ours(Path launcher, Path run, JobSettings settings) implements Contender {
        @Override
        public String name() {
            return "sparkae run";
        }

        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            List<String> line = new ArrayList<>(
                    List.of(launcher.toString(), "run", "--force", "--run-dir", run.toString(), "--quiet"));
            settings.all().below(GIVEN).forEach((key, value) -> line.addAll(List.of("-s", Settings.pair(key, value))));
            long began = System.nanoTime();
            ChildProcess.start(line, Map.of()).requireSuccess();
            return List.of((System.nanoTime() - began) / 1e9);
        }
    }

    /**
     * The script.
     *
     * @param python that has Keras
     * @param folder for its figures
     */
    private record Keras(String python, Path folder, JobSettings settings) implements Contender {
        @Override
        public String name() {
            return "pandas, Keras, FAISS, Matplotlib";
        }

        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(List.of(
                    settings.ingest().train().get(0),
                    settings.ingest().test().get(0),
                    folder.toString(),
                    Integer.toString(settings.training().epochs()),
                    Integer.toString(settings.training().batchSize()),
                    Integer.toString(settings.model().code())));
            settings.model().hidden().forEach(units -> arguments.add(Integer.toString(units)));
            long began = System.nanoTime();
            new PythonScript(python, "keras_job.py").run(arguments);
            return List.of((System.nanoTime() - began) / 1e9);
        }
    }
}
