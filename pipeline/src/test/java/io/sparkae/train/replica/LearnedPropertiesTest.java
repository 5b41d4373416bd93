package io.sparkae.train.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Corruption;
import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.model.ReconstructionSum;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.NativeArrays;
import io.sparkae.train.replica.Replica.Kernel;
import io.sparkae.train.replica.Replica.Minibatch;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

/** The property each family learns: sparse codes, clean images from noisy ones, likely images. */
class LearnedPropertiesTest {
    private static final InputShape INPUT = new InputShape(6, 6);
    private static final int ROWS = 200;

    private final float[] rows = rows();

    @Test
    void anL1PenaltyMakesCodesSparse() {
        float[] plain = train("model.activity-penalty.kind=none").encode(rows, ROWS);
        float[] sparse = train("model.activity-penalty.kind=l1", "model.activity-penalty.weight=0.002")
                .encode(rows, ROWS);

        assertTrue(mean(sparse) < 0.5 * mean(plain), mean(sparse) + " against " + mean(plain));
        assertTrue(nearZero(sparse) > nearZero(plain) + 0.1, nearZero(sparse) + " against " + nearZero(plain));
    }

    @Test
    void aKlPenaltyBringsMeanActivationsToItsTarget() {
        String sigmoid = "model.code-activation=sigmoid";
        float[] plain = train(sigmoid).encode(rows, ROWS);
        float[] sparse = train(
                        sigmoid,
                        "model.activity-penalty.kind=kl",
                        "model.activity-penalty.weight=0.1",
                        "model.activity-penalty.target=0.1")
                .encode(rows, ROWS);

        assertTrue(mean(plain) > 0.2, "plain " + mean(plain));
        assertEquals(0.1, mean(sparse), 0.03);
    }

    @Test
    void whoLearnedFromNoiseRestoresBetter() {
        Corruption noise = new Corruption(Corruption.Kind.GAUSSIAN, 0.5, 1);
        float[] noisy = noise.apply(rows, rows.length, 77);
        TrainedAutoencoder plain = train("model.loss=mse");
        TrainedAutoencoder denoising =
                train("model.loss=mse", "model.corruption.kind=gaussian", "model.corruption.deviation=0.5");

        double before = error(plain.reconstruct(noisy, ROWS));
        double after = error(denoising.reconstruct(noisy, ROWS));

        assertTrue(after < 0.7 * before, after + " against " + before);
    }

    @Test
    void aVariationalModelRaisesTheBound() {
        double before = -train(0, "model.family=vae")
                .elbo(rows, LongStream.range(0, ROWS).toArray(), 1)
                .mean();
        double after = -train(400, "model.family=vae")
                .elbo(rows, LongStream.range(0, ROWS).toArray(), 1)
                .mean();

        assertTrue(after > before + 1, after + " nats against " + before);
    }

    private TrainedAutoencoder train(String... pairs) {
        return train(400, pairs);
    }

    private TrainedAutoencoder train(int steps, String... pairs) {
        String[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = "model.hidden=[]";
        all[pairs.length + 1] = "model.code=16";
        ModelSettings settings = Fixtures.model(all);
        MultiLayerConfiguration configuration =
                Networks.configuration(settings, INPUT, Optimizer.of(new Adam(0.01)), 42);
        MultiLayerNetwork network = Networks.initialised(configuration);
        Replica replica =
                new ReplicaKind(configuration.toJson(), INPUT.features(), Kernel.AUTO, settings.corruption()).create();
        Replica initial = new NetworkReplica(network, INPUT.features());
        replica.load(new TrainingState(initial.parameters(), initial.updaterState(), 0, 0));
        for (int step = 0; step < steps; step++) {
            replica.fit(Minibatch.of(rows, ROWS, step));
        }
        NativeArrays.put(replica.parameters(), replica.parameters().length, network.params());
        return TrainedAutoencoder.of(network, settings, RowFormat.of(INPUT));
    }

    private double error(float[] restored) {
        return ReconstructionSum.of(rows, restored).meanSquaredError();
    }

    private static double mean(float[] codes) {
        double sum = 0;
        for (float value : codes) {
            sum += value / codes.length;
        }
        return sum;
    }

    private static double nearZero(float[] codes) {
        int count = 0;
        for (float value : codes) {
            count += Math.abs(value) < 0.01 ? 1 : 0;
        }
        return (double) count / codes.length;
    }

    /** Images with four causes. */
    private static float[] rows() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] causes = new double[4][INPUT.features()];
        for (double[] cause : causes) {
            for (int i = 0; i < cause.length; i++) {
                cause[i] = 1.5 * random.nextGaussian();
            }
        }
        float[] values = new float[ROWS * INPUT.features()];
        for (int row = 0; row < ROWS; row++) {
            double[] strengths = random.doubles(causes.length, -1, 1).toArray();
            for (int i = 0; i < INPUT.features(); i++) {
                double sum = 0;
                for (int c = 0; c < causes.length; c++) {
                    sum += strengths[c] * causes[c][i];
                }
                values[row * INPUT.features() + i] = (float) (1 / (1 + Math.exp(-2 * sum)));
            }
        }
        return values;
    }
}
