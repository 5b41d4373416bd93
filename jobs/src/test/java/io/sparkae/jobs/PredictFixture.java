package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.ingest.generate.GeneratedCsv;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.rows.Split;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A small run, made by the command, and new rows for it.
 *
 * @param run the run's folder
 * @param labelled {@link #ROWS} rows as Kaggle's CSV, gzipped
 * @param unlabelled the same rows without labels, not compressed
 */
record PredictFixture(Path run, Path labelled, Path unlabelled) {
    static final int ROWS = 60;

    /** The first of Kaggle's two commands. */
    static PredictFixture in(Path folder) throws IOException {
        Path run = folder.resolve("run");
        Path train = generated(folder, Split.TRAIN, 300);
        Path labelled = generated(folder, Split.TEST, ROWS);
        Path unlabelled = folder.resolve("test.csv");
        Files.write(
                unlabelled,
                lines(labelled).stream()
                        .map(line -> line.substring(line.indexOf(',') + 1))
                        .toList());
        List<String> command = new ArrayList<>(List.of("run", "--run-dir", run.toString()));
        for (String pair : List.of(
                "data.train=" + train,
                "data.test=" + unlabelled,
                "ingest.validation-fraction=0.1",
                "model.hidden=[16]",
                "model.code=4",
                "training.epochs=3",
                "knn.k=5",
                "knn.vote=distance")) {
            command.addAll(List.of("-s", pair));
        }
        Command trained = Command.run(command.toArray(String[]::new));
        assertEquals(0, trained.code(), trained.err());
        return new PredictFixture(run, labelled, unlabelled);
    }

    private static Path generated(Path folder, Split split, int rows) throws IOException {
        Path file = folder.resolve(split.folder() + ".csv.gz");
        GeneratedCsv.write(
                GeneratedKind.DIGITS,
                42,
                split,
                rows,
                new org.apache.hadoop.fs.Path(file.toUri()),
                new Configuration());
        return file;
    }

    /** The labelled rows' lines, the header first. */
    List<String> lines() throws IOException {
        return lines(labelled);
    }

    private static List<String> lines(Path gzipped) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzipped)), StandardCharsets.UTF_8))) {
            return in.lines().collect(Collectors.toList());
        }
    }

    /** Predicts with the run. */
    Command predict(Path input, Path output, String... more) {
        return predictWith(run, input, output, more);
    }

    /** Predicts with a run or a model file. */
    static Command predictWith(Path model, Path input, Path output, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "predict", "--model", model.toString(), "--input", input.toString(), "--output", output.toString()));
        args.addAll(List.of(more));
        return Command.run(args.toArray(String[]::new));
    }
}
