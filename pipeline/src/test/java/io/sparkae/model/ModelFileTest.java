package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.platform.NativeArrays;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ModelFileTest {
    private static final RowFormat FORMAT = RowFormat.of(new InputShape(3, 4));

    private final ModelSettings settings = Fixtures.model("model.hidden=[6]", "model.code=3");
    private final MultiLayerNetwork network =
            Networks.initialised(Networks.configuration(settings, new InputShape(3, 4), Optimizer.of(new Adam()), 42));
    private final INDArray input = Nd4j.rand(4, 12);

    @Test
    void aSavedModelGivesTheSameCodesAndReconstructions() throws IOException {
        network.fit(input, input);
        TrainedAutoencoder before = TrainedAutoencoder.of(network, settings, FORMAT);
        float[] rows = NativeArrays.get(input);

        TrainedAutoencoder after = ModelFile.read(write());

        assertEquals(3, after.codeDimension());
        assertEquals(12, after.apply(rows, 4).codes().length);
        assertArrayEquals(before.apply(rows, 4).codes(), after.apply(rows, 4).codes());
        assertArrayEquals(
                before.apply(rows, 4).reconstructions(), after.apply(rows, 4).reconstructions());
    }

    @Test
    void aModelFileIsSelfContained(@TempDir java.nio.file.Path folder) throws IOException {
        double[] mean = new double[12];
        double[] deviation = new double[12];
        Arrays.setAll(mean, i -> i / 3.0);
        Arrays.setAll(deviation, i -> i);
        RowFormat format =
                new RowFormat(new InputShape(2, 2, 3), new StandardScaling(mean, deviation), List.of("a", "é \"b\""));
        TrainedAutoencoder before = TrainedAutoencoder.of(network, settings, format);
        FileSystem fs = FileSystem.getLocal(new Configuration());
        Path file = new Path(folder.resolve("model.zip").toString());

        before.save(fs, file);
        TrainedAutoencoder after = TrainedAutoencoder.load(fs, file);

        assertEquals(format, after.format());
        assertEquals(settings, after.settings());
        assertEquals(12, after.features());
        assertEquals(before.versions(), after.versions());
        assertTrue(after.versions().containsKey("sparkae"));
        float[] rows = NativeArrays.get(input);
        assertArrayEquals(before.reconstruct(rows, 4), after.reconstruct(rows, 4));
        assertThrows(UnsupportedOperationException.class, () -> after.sample(1, 1));
    }

    @Test
    void dl4jReadsItWithItsUpdaterState() throws IOException {
        network.fit(input, input);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(write()), true);

        assertEquals(network.output(input), restored.output(input));
        assertEquals(
                network.getUpdater().getStateViewArray(), restored.getUpdater().getStateViewArray());
    }

    @Test
    void itNamesNoClassOfOurs() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(write()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String content = new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains("io.sparkae"), entry.getName());
            }
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        assertArrayEquals(write(), write());
    }

    @Test
    void aStrangersFileIsRefused() throws IOException {
        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, stock, false);

        assertEquals(
                "not a model of sparkae: it has no entry sparkae-model.json",
                assertThrows(IOException.class, () -> ModelFile.read(stock.toByteArray()))
                        .getMessage());
    }

    private byte[] write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(TrainedAutoencoder.of(network, settings, FORMAT), out);
        return out.toByteArray();
    }
}
