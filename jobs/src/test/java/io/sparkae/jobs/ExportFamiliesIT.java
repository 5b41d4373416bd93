package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.testing.SharedSpark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of all families, as the command trains and exports them, in ONNX Runtime: 10,000 rows, MNIST's test rows if they are
 * there, else generated digits.
 */
@Tag("long")
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportFamiliesIT {
    private static final int ROWS = 10_000;
    private static final int PIXELS = 784;
    private static final double MOST = 1e-5;

    private Path folder;
    private Path data;
    private float[] pixels;

    @BeforeAll
    void ingest(@TempDir Path temporary, SparkSession spark) throws IOException {
        folder = temporary;
        data = mnist();
        if (data == null) {
            require(Command.run(
                    "generate",
                    "-o",
                    folder.toString(),
                    "-s",
                    "generate.train-rows=" + ROWS,
                    "-s",
                    "generate.test-rows=1"));
            data = folder.resolve("train.csv.gz");
        }
        require(command("ingest", "ingested", List.of()));
        pixels = read(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense-16",
                "deep-32",
                "linear-pca-32",
                "sparse-kl-300",
                "tied-elu-150",
                "greedy-150",
                "denoise-gaussian-150",
                "contractive-300",
                "vae-20",
                "conv-vae-2",
                "dense-16 model.family=pca"
            })
    void onnxRuntimeGivesWhatTheModelGives(String experiment, SparkSession spark) throws Exception {
        String[] words = experiment.split(" ");
        String run = experiment.replaceAll("[^a-z0-9]+", "-");
        FileUtils.copyDirectory(
                folder.resolve("ingested").toFile(), folder.resolve(run).toFile());
        List<String> more = new ArrayList<>(List.of("--config", "../conf/experiments/" + words[0] + ".conf"));
        for (String pair : Arrays.copyOfRange(words, 1, words.length)) {
            more.addAll(List.of("-s", pair));
        }
        require(command("train", run, more));
        TrainedAutoencoder model =
                ModelFile.read(Files.readAllBytes(folder.resolve(run).resolve("model/model.zip")));
        float[] features = model.format().scaling().apply(pixels, PIXELS);
        float[] codes = model.encode(features, ROWS);
        float[] reconstructions = model.decode(codes, ROWS);

        double encoder = difference(codes, runtime(run, "encoder", "pixels", pixels, 1000, "code"));
        double decoder = difference(reconstructions, runtime(run, "decoder", "code", codes, 1000, "reconstruction"));
        double whole = difference(reconstructions, runtime(run, "whole", "pixels", pixels, 1000, "reconstruction"));
        double single = difference(
                Arrays.copyOf(codes, 100 * model.codeDimension()),
                runtime(run, "encoder", "pixels", Arrays.copyOf(pixels, 100 * PIXELS), 1, "code"));

        String found = String.format(
                Locale.ROOT,
                "| %s | %.1e | %.1e | %.1e | %.1e | %.1f |",
                experiment,
                encoder,
                single,
                decoder,
                whole,
                largest(codes));
        System.out.println(found);
        assertTrue(encoder < MOST * Math.max(1, largest(codes)), found);
        assertTrue(single < MOST * Math.max(1, largest(codes)), found);
        assertTrue(decoder < MOST * Math.max(1, largest(reconstructions)), found);
        assertTrue(whole < MOST * Math.max(1, largest(reconstructions)), found);
    }

    private Command command(String command, String run, List<String> more) {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--run-dir", folder.resolve(run).toString()));
        arguments.addAll(more);
        for (String pair : List.of(
                "data.train=" + data,
                "data.test=" + data,
                "ingest.validation-fraction=0.05",
                "training.epochs=1",
                "training.batch-size=128")) {
            arguments.addAll(List.of("-s", pair));
        }
        return Command.run(arguments.toArray(String[]::new));
    }

    private static void require(Command done) {
        assertEquals(0, done.code(), done.err());
    }

    /** Exports a part of a run's model and gives one of its outputs. */
    private float[] runtime(String run, String part, String input, float[] values, int batch, String output)
            throws OrtException {
        Path file = folder.resolve(run + "-" + part + ".onnx");
        require(Command.run(
                "export",
                "--model",
                folder.resolve(run).toString(),
                "--part",
                part,
                "--force",
                "--output",
                file.toString()));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[] all = {};
        try (OrtSession session = environment.createSession(file.toString())) {
            long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
            int width = (int) shape[1];
            int rows = values.length / width;
            for (int from = 0; from < rows; from += batch) {
                int count = Math.min(batch, rows - from);
                FloatBuffer some =
                        FloatBuffer.wrap(values, from * width, count * width).slice();
                try (OnnxTensor tensor = OnnxTensor.createTensor(environment, some, new long[] {count, width});
                        OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(output))) {
                    FloatBuffer given = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    int each = given.remaining() / count;
                    all = all.length == 0 ? new float[each * rows] : all;
                    given.get(all, from * each, count * each);
                }
            }
        }
        return all;
    }

    private static double difference(float[] expected, float[] found) {
        assertEquals(expected.length, found.length);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            assertTrue(difference >= 0, "not a number");
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Null if it is not beside the checkout. */
    private static Path mnist() {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path file = above.resolve("shared/data/mnist-test.csv.gz");
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** Pixels of {@code label,pixel0,…}. */
    private static float[] read(Path csv) throws IOException {
        float[] all = new float[ROWS * PIXELS];
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.US_ASCII))) {
            lines.readLine();
            for (int row = 0; row < ROWS; row++) {
                String[] values = lines.readLine().split(",");
                for (int i = 0; i < PIXELS; i++) {
                    all[row * PIXELS + i] = Float.parseFloat(values[values.length - PIXELS + i]);
                }
            }
        }
        return all;
    }
}
