package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.TrainedAutoencoder.ElboSum;
import io.sparkae.model.layer.SeededNoise;
import io.sparkae.platform.NativeArrays;
import io.sparkae.settings.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The contract of a family: one file, three functions, the same results after loading as before. */
class FamiliesTest {
    private static final InputShape INPUT = new InputShape(4, 6);
    private static final int ROWS = 7;
    private static final long[] IDS = {3, 5, 9, 10, 11, 12, 20};

    @Test
    void convolutionsTakeOneChannel() {
        ModelSettings settings = settings("model.family=conv-vae");

        String message = assertThrows(
                        SettingsException.class,
                        () -> Networks.configuration(settings, new InputShape(28, 28, 3), Optimizer.of(new Adam()), 1))
                .getMessage();

        assertTrue(message.contains("images of 3 channels"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.family=dense",
                "model.family=dense model.activity-penalty.kind=l1",
                "model.family=dense model.activation=gelu",
                "model.family=tied model.activation=elu model.code-activation=tanh",
                "model.family=dense model.activation=swish model.loss=mae model.l1=0.01 model.weight-init=normal",
                "model.family=pca",
                "model.family=contractive model.code-activation=sigmoid model.hidden=[]",
                "model.family=vae",
                "model.family=conv-vae model.convolution.filters=[2,3,2] model.convolution.strides=[1,2,1]"
            })
    void savedAndLoadedAModelGivesTheSame(String family) throws IOException {
        ModelSettings settings = settings(family);
        MultiLayerNetwork trained = trained(settings);
        float[] rows = rows(ROWS);
        INDArray output = trained.output(NativeArrays.matrix(rows, ROWS, INPUT.features()));

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelFile.write(model(trained, settings), file);
        TrainedAutoencoder before = model(trained, settings);
        TrainedAutoencoder after = ModelFile.read(file.toByteArray());
        MultiLayerNetwork dl4j =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        TrainedAutoencoder stock =
                new TrainedAutoencoder(dl4j, settings, RowFormat.of(INPUT), Map.of(), Optional.empty());
        assertArrayEquals(stock.reconstruct(rows, ROWS), after.reconstruct(rows, ROWS), "as read by ModelSerializer");
        assertArrayEquals(before.encode(rows, ROWS), after.encode(rows, ROWS));
        assertArrayEquals(before.reconstruct(rows, ROWS), after.reconstruct(rows, ROWS));
        assertArrayEquals(NativeArrays.get(output), after.reconstruct(rows, ROWS), 1e-5f, "as the trained network");
        assertArrayEquals(
                NativeArrays.get(dl4j.output(NativeArrays.matrix(rows, ROWS, INPUT.features()))),
                after.reconstruct(rows, ROWS),
                1e-5f,
                "as DL4J computes it");
        assertEquals(ROWS * 3, after.encode(rows, ROWS).length);
        assertArrayEquals(
                after.reconstruct(rows, ROWS), after.decode(after.encode(rows, ROWS), ROWS), "decode after encode");
        assertEquals(settings, after.settings());
    }

    @Test
    void rowsDoNotDependOnEachOther() {
        TrainedAutoencoder model = model(trained(settings("model.family=vae")), settings("model.family=vae"));
        float[] many = rows(600);

        float[] all = model.encode(many, 600);

        float[] last = Arrays.copyOfRange(many, 599 * INPUT.features(), 600 * INPUT.features());
        assertArrayEquals(model.encode(last, 1), Arrays.copyOfRange(all, 599 * 3, 600 * 3), 1e-6f);
        assertEquals(0, model.encode(new float[0], 0).length);
    }

    @Test
    void tiedWeightsAreCountedOnce() {
        MultiLayerNetwork tied = trained(settings("model.family=tied"));
        MultiLayerNetwork dense = trained(settings("model.family=dense"));
        int weights = 24 * 5 + 5 * 3;
        int biases = 5 + 3 + 5 + 24;

        assertEquals(2 * weights + biases, dense.numParams());
        assertEquals(weights + biases, tied.numParams());
    }

    @Test
    void aPenaltyIsNoPartOfTheKeptModel() throws IOException {
        ModelSettings settings = settings("model.activity-penalty.kind=kl model.code-activation=sigmoid");
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        ModelFile.write(model(trained(settings), settings), file);

        assertEquals(4, ModelFile.read(file.toByteArray()).network().getnLayers());
    }

    @Test
    void theBoundIsThatOfItsDefinition() {
        ModelSettings settings = settings("model.family=vae");
        TrainedAutoencoder model = model(trained(settings), settings);
        float[] rows = rows(ROWS);

        ElboSum bound = model.elbo(rows, IDS, 5);

        float[] distribution = model.distribution(rows, ROWS);
        double latent = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < 3; j++) {
                double mean = distribution[row * 6 + j];
                double gamma = distribution[row * 6 + 3 + j];
                latent += 0.5 * (Math.exp(gamma) + mean * mean - 1 - gamma);
            }
        }
        assertEquals(latent, bound.latent(), 1e-6);
        assertEquals(ROWS, bound.rows());
        // what is expected of draws is what many draws come to
        double sum = 0;
        for (int seed = 0; seed < 200; seed++) {
            sum += model.elbo(rows, IDS, seed).meanReconstruction() / 200;
        }
        assertEquals(sum, bound.meanReconstruction(), 0.1 * sum);
        assertEquals(bound, model.elbo(rows, IDS, 5));
        ElboSum inTwoParts = ElboSum.ZERO;
        for (int from : new int[] {0, 4}) {
            int to = from == 0 ? 4 : ROWS;
            float[] some = Arrays.copyOfRange(rows, from * INPUT.features(), to * INPUT.features());
            inTwoParts = inTwoParts.plus(model.elbo(some, Arrays.copyOfRange(IDS, from, to), 5));
        }
        assertEquals(bound.reconstruction(), inTwoParts.reconstruction(), 1e-3, "whatever blocks rows are in");
    }

    @Test
    void samplesAreImagesAndTheSameForTheSameSeed() {
        ModelSettings settings = settings("model.family=vae");
        TrainedAutoencoder model = model(trained(settings), settings);

        float[] samples = model.sample(9, 4);

        assertEquals(9 * 24, samples.length);
        assertArrayEquals(samples, model.sample(9, 4));
        for (float value : samples) {
            assertTrue(value >= 0 && value <= 1);
        }
        TrainedAutoencoder dense = model(trained(settings("model.family=dense")), settings("model.family=dense"));
        assertFalse(dense.isGenerative());
        assertThrows(UnsupportedOperationException.class, () -> dense.elbo(rows(ROWS), IDS, 1));
    }

    private static TrainedAutoencoder model(MultiLayerNetwork trained, ModelSettings settings) {
        return TrainedAutoencoder.of(trained, settings, RowFormat.of(INPUT));
    }

    private static ModelSettings settings(String pairs) {
        return Fixtures.model(("model.hidden=[5] model.code=3 " + pairs).split(" "));
    }

    private static MultiLayerNetwork trained(ModelSettings settings) {
        MultiLayerNetwork network =
                Networks.initialised(Networks.configuration(settings, INPUT, Optimizer.of(new Adam(0.01)), 42));
        INDArray rows = NativeArrays.matrix(rows(20), 20, INPUT.features());
        for (int step = 0; step < 5; step++) {
            SeededNoise.seed(network, step);
            network.fit(rows, rows);
        }
        return network;
    }

    private static float[] rows(int rows) {
        Nd4j.getRandom().setSeed(8);
        return NativeArrays.get(Nd4j.rand(rows, INPUT.features()));
    }
}
