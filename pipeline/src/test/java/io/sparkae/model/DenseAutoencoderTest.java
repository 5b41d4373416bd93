package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.platform.NativeArrays;
import io.sparkae.settings.SettingsException;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class DenseAutoencoderTest {
    @Test
    void theDecoderMirrorsTheEncoder() {
        MultiLayerNetwork network = network("model.hidden=[128, 64]", "model.code=32");

        assertEquals("784-128-64-32-64-128-784", shape(network));
        assertEquals(
                Arrays.stream(new int[][] {{784, 128}, {128, 64}, {64, 32}, {32, 64}, {64, 128}, {128, 784}})
                        .mapToLong(l -> (long) (l[0] + 1) * l[1])
                        .sum(),
                network.numParams());
    }

    @Test
    void withoutHiddenLayersItIsOneLayerEachWay() {
        assertEquals("784-16-784", shape(network("model.hidden=[]", "model.code=16")));
    }

    @Test
    void activationsAndLossAreTheConfiguredOnes() {
        MultiLayerNetwork network = network(
                "model.hidden=[8]",
                "model.activation=elu",
                "model.code-activation=IDENTITY",
                "model.output-activation=relu",
                "model.loss=mse");

        assertEquals(new ActivationELU(), layer(network, 0).getActivationFn());
        assertEquals(new ActivationIdentity(), layer(network, 1).getActivationFn());
        assertEquals(new ActivationELU(), layer(network, 2).getActivationFn());
        assertEquals(new ActivationReLU(), layer(network, 3).getActivationFn());
        assertEquals(
                new LossMSE(), ((org.deeplearning4j.nn.conf.layers.BaseOutputLayer) layer(network, 3)).getLossFn());
        assertEquals(
                new ActivationSigmoid(), layer(network("model.hidden=[8]"), 3).getActivationFn());
    }

    @Test
    void initialWeightsFollowFromTheSeed() {
        float[] first = NativeArrays.get(network("model.code=4").params());

        assertArrayEquals(first, NativeArrays.get(network("model.code=4").params()));
        double limit = Math.sqrt(6.0 / (784 + 128)); // Glorot and Bengio 2010, equation 16
        for (int i = 0; i < 784 * 128; i++) {
            assertTrue(Math.abs(first[i]) <= limit);
        }
    }

    @Test
    void settingsThatDoNotGoTogetherAreRefused() {
        String message = assertThrows(
                        SettingsException.class,
                        () -> Fixtures.model("model.output-activation=relu", "model.weight-init=nonsense"))
                .getMessage();

        assertTrue(message.contains("model.output-activation: expected sigmoid"), message);
        assertTrue(message.contains("model.weight-init: expected one of xavier_uniform, xavier,"), message);
    }

    private static MultiLayerNetwork network(String... pairs) {
        return Networks.initialised(
                Networks.configuration(Fixtures.model(pairs), new InputShape(28, 28), Optimizer.of(new Adam()), 42));
    }

    private static FeedForwardLayer layer(MultiLayerNetwork network, int index) {
        return (FeedForwardLayer) network.getLayer(index).conf().getLayer();
    }

    private static String shape(MultiLayerNetwork network) {
        StringBuilder shape = new StringBuilder("784");
        for (int i = 0; i < network.getnLayers(); i++) {
            shape.append('-').append(layer(network, i).getNOut());
        }
        return shape.toString();
    }
}
