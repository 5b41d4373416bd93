package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.SettingsException;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

class NetworkSizeTest {
    private static MultiLayerConfiguration configuration(InputShape input, String... pairs) {
        return Networks.configuration(Fixtures.model(pairs), input, Optimizer.of(new Adam()), 1);
    }

    private static NetworkSize size(InputShape input, String... pairs) {
        return NetworkSize.of(() -> configuration(input, pairs), input.features());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "tied", "vae", "conv-vae"})
    void parametersAreThoseOfTheNetwork(String family) {
        InputShape input = new InputShape(8, 8);
        String[] pairs = {"model.family=" + family, "model.hidden=[7]", "model.code=3"};

        NetworkSize size = size(input, pairs);

        var network = Networks.initialised(configuration(input, pairs));
        assertEquals(network.numParams(), size.parameters());
        assertEquals(network.getUpdater(true).getStateViewArray().length(), size.updaterState());
    }

    @Test
    void widthsAreThoseBetweenLayers() {
        NetworkSize size = size(new InputShape(28, 28)); // 784-128-16-128-784
        assertEquals(205_856, size.parameters());
        assertEquals(784 + 128 + 16 + 128 + 784, size.widths());
        assertEquals(784, size.widest());
        assertEquals(
                28 * 28 * 32,
                size(new InputShape(28, 28), "model.family=conv-vae").widest());
    }

    @Test
    void aMillionUnitsAreCountedWithoutBeingAllocated() {
        NetworkSize size = size(new InputShape(28, 28), "model.hidden=[1000000]");
        // 784·10⁶ + 10⁶, 16·10⁶ + 16, 16·10⁶ + 10⁶, 784·10⁶ + 784
        assertEquals(1_602_000_800L, size.parameters());
        assertEquals(2 * 1_602_000_800L, size.updaterState());
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        for (List<String> pairs : List.of(
                List.of("model.family=vae", "model.code=2147483647"),
                List.of("model.hidden=[2147483647,2147483647,2147483647,2147483647]"))) {
            String message = assertThrows(
                            SettingsException.class,
                            () -> size(new InputShape(28, 28), pairs.toArray(String[]::new)),
                            pairs.toString())
                    .getMessage();
            assertTrue(message.contains("model.hidden, model.code, model.convolution"), message);
        }
    }

    @Test
    void stridesThatLeaveNothingOfAnyImageAreRefused() {
        for (String strides : List.of("[256,256,1,1]", "[65536,65536,1,1]")) {
            String message = assertThrows(
                            SettingsException.class,
                            () -> size(
                                    new InputShape(28, 28),
                                    "model.family=conv-vae",
                                    "model.convolution.strides=" + strides))
                    .getMessage();
            assertTrue(message.startsWith("model.convolution.strides: expected a product of at most 4096"), message);
        }
    }
}
