package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.platform.NativeArrays;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ModelFileTest {
    private final ModelSettings settings = Fixtures.model("model.hidden=[6]", "model.code=3");
    private final MultiLayerNetwork network =
            Networks.initialised(Networks.configuration(settings, new InputShape(3, 4), Optimizer.of(new Adam()), 42));
    private final INDArray input = Nd4j.rand(4, 12);

    @Test
    void aSavedModelGivesTheSameCodesAndReconstructions() throws IOException {
        network.fit(input, input);
        Autoencoder before = Autoencoder.of(network, settings);
        float[] rows = NativeArrays.get(input);

        Autoencoder after = ModelFile.read(write());

        assertEquals(3, after.codeDimension());
        assertEquals(12, after.apply(rows, 4).codes().length);
        assertArrayEquals(before.apply(rows, 4).codes(), after.apply(rows, 4).codes());
        assertArrayEquals(
                before.apply(rows, 4).reconstructions(), after.apply(rows, 4).reconstructions());
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
        ModelFile.write(network, settings, out);
        return out.toByteArray();
    }
}
