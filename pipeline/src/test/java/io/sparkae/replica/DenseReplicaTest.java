package io.sparkae.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.train.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;

class DenseReplicaTest {
    private static final int FEATURES = 30;

    /** DL4J's own network is the oracle: its gradients, its Adam, its losses. */
    @ParameterizedTest
    @CsvSource({
        "bce, relu, relu, sigmoid",
        "bce, sigmoid, identity, sigmoid",
        "mse, relu, relu, sigmoid",
        "mse, relu, identity, identity",
        "mse, sigmoid, relu, relu"
    })
    void trainsAsDl4jDoes(String loss, String hidden, String code, String output) {
        MultiLayerConfiguration configuration = configuration(
                "model.loss=" + loss,
                "model.activation=" + hidden,
                "model.code-activation=" + code,
                "model.output-activation=" + output);
        MultiLayerNetwork network = Networks.initialised(configuration);
        Replica stock = new NetworkReplica(network, FEATURES);
        Replica dense = new DenseReplica(DenseShape.of(configuration).orElseThrow());
        dense.load(new TrainingState(stock.parameters(), stock.updaterState(), 0, 0));

        for (int step = 0; step < 20; step++) {
            int rows = step % 3 == 0 ? 7 : 16;
            float[] batch = batch(step, 16);
            assertEquals(
                    stock.fit(Minibatch.of(batch, rows, 0)),
                    dense.fit(Minibatch.of(batch, rows, 0)),
                    2e-5,
                    "loss at step " + step);
        }

        assertArrayEquals(stock.parameters(), dense.parameters(), 2e-4f);
        assertArrayEquals(stock.updaterState(), dense.updaterState(), 1e-4f);
        float[] rows = batch(99, 5);
        assertEquals(stock.lossSum(rows, 5, 0), dense.lossSum(rows, 5, 0), 1e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "training.gradient-clipping.kind=value, training.gradient-clipping.threshold=0.001",
        "training.gradient-clipping.kind=norm, training.gradient-clipping.threshold=0.01",
        "training.schedule.kind=exponential, training.schedule.unit=iteration",
        "training.schedule.kind=exponential, training.schedule.unit=epoch"
    })
    void clipsAndSchedulesAsDl4jDoes(String first, String second) {
        MultiLayerConfiguration configuration = Rows.network("training.learning-rate=0.01", first, second);
        MultiLayerConfiguration without = Rows.network("training.learning-rate=0.01");
        Replica stock = new NetworkReplica(Networks.initialised(configuration), features(configuration));
        Replica dense = new DenseReplica(DenseShape.of(configuration).orElseThrow());
        Replica plain = new DenseReplica(DenseShape.of(without).orElseThrow());
        TrainingState begin = new TrainingState(stock.parameters(), stock.updaterState(), 3, 2);
        for (Replica replica : List.of(stock, dense, plain)) {
            replica.load(begin);
            for (int step = 0; step < 4; step++) {
                replica.fit(Minibatch.of(Rows.block(step, 16).values(), 16, 0));
            }
        }

        assertArrayEquals(stock.parameters(), dense.parameters(), 1e-5f);
        assertFalse(Arrays.equals(plain.parameters(), dense.parameters()), "it makes a difference");
    }

    @Test
    void oneStepIsDl4jsToRounding() {
        MultiLayerConfiguration configuration = configuration();
        Replica stock = new NetworkReplica(Networks.initialised(configuration), features(configuration));
        Replica dense = new DenseReplica(DenseShape.of(configuration).orElseThrow());
        dense.load(new TrainingState(stock.parameters(), stock.updaterState(), 0, 0));

        stock.fit(Minibatch.of(batch(1, 16), 16, 0));
        dense.fit(Minibatch.of(batch(1, 16), 16, 0));

        float[] first = stock.updaterState(); // a tenth of the gradient
        float[] second = dense.updaterState();
        for (int i = 0; i < first.length / 2; i++) {
            assertEquals(first[i], second[i], 1e-8 + 1e-4 * Math.abs(first[i]), "gradient " + i);
        }
    }

    @Test
    void whatAPlainNetworkLacksIsLeftToDl4j() {
        assertTrue(DenseShape.of(configuration("model.activation=elu")).isEmpty());
        assertTrue(DenseShape.of(Networks.configuration(
                        Fixtures.model(), new InputShape(1, FEATURES), Optimizer.of(new Sgd(0.1)), 1))
                .isEmpty());
        MultiLayerConfiguration decayed = configuration();
        ((BaseLayer) decayed.getConf(0).getLayer()).getRegularization().add(new L2Regularization(0.1));
        assertTrue(DenseShape.of(decayed).isEmpty());
    }

    @Test
    void sigmoidIsAProbabilityForEveryNumber() {
        float before = 0;
        for (float z = -40; z < 40; z += 0x1p-10f) {
            float p = Elementwise.sigmoid(z);
            assertTrue(p >= 0 && p <= 1, "sigmoid of " + z + " is " + p);
            assertEquals(1 / (1 + Math.exp(-z)), p, 4e-7, "sigmoid of " + z);
            assertTrue(p >= before - 4e-7, "it rises at " + z);
            before = p;
        }
        for (float z : new float[] {1e5f, 1e9f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertEquals(1, Elementwise.sigmoid(z), 4e-7, "sigmoid of " + z);
            assertEquals(0, Elementwise.sigmoid(-z), 4e-7, "sigmoid of " + -z);
            assertTrue(Elementwise.sigmoid(-z) >= 0 && Elementwise.sigmoid(z) <= 1);
        }
        assertTrue(Float.isNaN(Elementwise.sigmoid(Float.NaN)));
    }

    @Test
    void sigmoidAndCrossEntropyAreAccurateEverywhere() {
        int width = 667;
        float[] z = new float[3 * width];
        float[] y = new float[z.length];
        float[] bias = new float[width + 1];
        double exact = 0;
        for (int i = 0; i < z.length; i++) {
            bias[1 + i % width] = i % width / 1000f;
            double logit = (i - 1000) / 20f;
            z[i] = (float) logit - bias[1 + i % width];
            y[i] = i % 3 / 2f;
            assertEquals(1 / (1 + Math.exp(-logit)), Elementwise.sigmoid((float) logit), 4e-7, "sigmoid of " + logit);
            exact += Math.max(logit, 0) - logit * y[i] + Math.log1p(Math.exp(-Math.abs(logit)));
        }
        float[] delta = new float[z.length];

        float[] gradient = new float[width + 1];

        double loss = new CrossEntropyKernel(width).apply(z, bias, 1, y, 0.5f, delta, gradient, 3);

        assertEquals(exact, loss, 1e-6 * exact);
        for (int i = 0; i < z.length; i++) {
            assertEquals(0.5 * (1 / (1 + Math.exp(-(i - 1000) / 20f)) - y[i]), delta[i], 1e-6, "δ " + i);
        }
        assertEquals(delta[5] + delta[width + 5] + delta[2 * width + 5], gradient[1 + 5], 1e-6);
    }

    private static MultiLayerConfiguration configuration(String... pairs) {
        String[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = "model.hidden=[20]";
        all[pairs.length + 1] = "model.code=6";
        return Networks.configuration(
                Fixtures.model(all), new InputShape(1, FEATURES), Optimizer.of(new Adam(0.01)), 42);
    }

    private static float[] batch(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * FEATURES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static int features(MultiLayerConfiguration configuration) {
        return DenseShape.of(configuration).orElseThrow().features();
    }
}
