package io.sparkae.train.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.Networks;
import io.sparkae.model.compute.KernelPlan;
import io.sparkae.model.layer.LogitCrossEntropy;
import io.sparkae.train.Rows;
import io.sparkae.train.replica.Replica.Minibatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class KernelReplicaTest {
    private static final InputShape INPUT = new InputShape(6, 12);
    private static final int FEATURES = INPUT.features();

    /** DL4J's own network is the oracle: its gradients, its updaters, its losses; of our layers, what DL4J makes of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.loss=bce",
                "model.activation=sigmoid model.code-activation=identity",
                "model.loss=mse",
                "model.loss=mse model.code-activation=identity model.output-activation=identity",
                "model.loss=mse model.activation=sigmoid model.output-activation=relu",
                "model.activation=elu model.code-activation=tanh",
                "model.l2=0.01 model.l1=0.001",
                "training.updater=adadelta",
                "training.updater=rmsprop",
                "training.updater=nesterovs model.loss=mse",
                "training.updater=sgd",
                "training.updater=adagrad",
                "model.activity-penalty.kind=l1 model.activity-penalty.weight=0.1",
                "model.activity-penalty.kind=kl model.activity-penalty.weight=0.2 model.code-activation=sigmoid",
                "model.family=tied",
                "model.family=tied model.activation=elu model.output-activation=identity model.loss=mse model.l2=0.01",
                "model.family=contractive model.contraction=0.1 model.code-activation=sigmoid model.hidden=[]",
                "model.family=contractive model.contraction=0.1 model.code-activation=tanh model.loss=mse model.hidden=[]",
                "model.family=contractive model.contraction=0.1 model.code-activation=elu model.l2=0.01 model.hidden=[]",
                "model.family=vae model.beta=2 model.activation=elu",
                "model.family=conv-vae model.convolution.filters=[2,3,4] model.convolution.strides=[1,2,1]",
                "model.family=conv-vae model.convolution.filters=[3] model.convolution.strides=[3]"
                        + " model.convolution.kernel=5 training.updater=rmsprop",
                "model.family=conv-vae model.convolution.filters=[2,3] model.convolution.strides=[2,3] model.l2=0.01"
            })
    void trainsAsDl4jDoes(String settings) {
        List<String> pairs = List.of(settings.split(" "));
        MultiLayerConfiguration configuration = configuration(pairs.toArray(String[]::new));
        MultiLayerNetwork network = Networks.initialised(configuration);
        Replica stock = new NetworkReplica(network, FEATURES);
        Replica kernels = kernels(configuration);
        kernels.load(new TrainingState(stock.parameters(), stock.updaterState(), 0, 0));
        assertArrayEquals(stock.parameters(), kernels.parameters(), "in DL4J's order");
        assertEquals(stock.lossSum(batch(99, 5), 5), kernels.lossSum(batch(99, 5), 5), 1e-4, "loss of 5 rows");

        for (int step = 0; step < 12; step++) {
            int rows = step % 3 == 0 ? 7 : 16;
            Minibatch minibatch = new Minibatch(batch(step, 16), batch(step / 2, 16), rows, step);
            assertEquals(stock.fit(minibatch), kernels.fit(minibatch), 5e-5, "loss at step " + step);
        }

        assertArrayEquals(stock.parameters(), kernels.parameters(), 5e-4f);
        assertArrayEquals(stock.updaterState(), kernels.updaterState(), 5e-4f);
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
        Replica kernels = kernels(configuration);
        Replica plain = kernels(without);
        TrainingState begin = new TrainingState(stock.parameters(), stock.updaterState(), 3, 2);
        for (Replica replica : List.of(stock, kernels, plain)) {
            replica.load(begin);
            for (int step = 0; step < 4; step++) {
                replica.fit(Minibatch.of(Rows.block(step, 16).values(), 16, 0));
            }
        }

        assertArrayEquals(stock.parameters(), kernels.parameters(), 1e-5f);
        assertFalse(Arrays.equals(plain.parameters(), kernels.parameters()), "it makes a difference");
    }

    @Test
    void oneStepIsDl4jsToRounding() {
        MultiLayerConfiguration configuration = configuration();
        Replica stock = new NetworkReplica(Networks.initialised(configuration), features(configuration));
        Replica kernels = kernels(configuration);
        kernels.load(new TrainingState(stock.parameters(), stock.updaterState(), 0, 0));

        stock.fit(Minibatch.of(batch(1, 16), 16, 0));
        kernels.fit(Minibatch.of(batch(1, 16), 16, 0));

        float[] first = stock.updaterState(); // a tenth of the gradient
        float[] second = kernels.updaterState();
        for (int i = 0; i < first.length / 2; i++) {
            assertEquals(first[i], second[i], 1e-8 + 1e-4 * Math.abs(first[i]), "gradient " + i);
        }
    }

    @Test
    void everyFamilyIsClipped() {
        for (String family : List.of("dense", "tied", "vae")) {
            float[][] stepped = new float[2][];
            for (int clipped = 0; clipped < 2; clipped++) {
                MultiLayerConfiguration configuration = configuration(
                        "model.family=" + family,
                        "training.updater=sgd",
                        "training.gradient-clipping.threshold=1e-6",
                        "training.gradient-clipping.kind=" + (clipped == 0 ? "none" : "norm"));
                Replica replica = new NetworkReplica(Networks.initialised(configuration), FEATURES);
                replica.fit(Minibatch.of(batch(1, 16), 16, 0));
                stepped[clipped] = replica.parameters();
            }
            assertFalse(Arrays.equals(stepped[0], stepped[1]), family);
        }
    }

    @Test
    void whatThereIsNoKernelForIsLeftToDl4j() {
        assertTrue(KernelPlan.of(configuration("model.activation=gelu")).isEmpty());
        assertEquals(Optional.empty(), Replica.Kernel.AUTO.fallback(configuration()));
        assertEquals(
                Optional.of("no kernel for activation gelu"),
                Replica.Kernel.AUTO.fallback(configuration("model.activation=gelu")));
        assertEquals(
                Optional.of("no kernel for the loss"), Replica.Kernel.AUTO.fallback(configuration("model.loss=mae")));
        assertEquals(Optional.of("training.kernel = dl4j"), Replica.Kernel.DL4J.fallback(configuration()));
        MultiLayerConfiguration stranger = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(3).build())
                .layer(new BatchNormalization.Builder().nOut(3).build())
                .layer(new OutputLayer.Builder(new LogitCrossEntropy())
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
        assertEquals(Optional.of("no kernel for BatchNormalization"), Replica.Kernel.AUTO.fallback(stranger));
        assertFalse(KernelPlan.of(configuration("model.loss=mae")).orElseThrow().isTrainable());
    }

    private static MultiLayerConfiguration configuration(String... pairs) {
        String[] model = Stream.concat(
                        Stream.of("model.hidden=[20]", "model.code=6"),
                        Stream.of(pairs).filter(pair -> pair.startsWith("model.")))
                .toArray(String[]::new);
        String[] training = Stream.concat(
                        Stream.of("training.learning-rate=0.01"),
                        Stream.of(pairs).filter(pair -> pair.startsWith("training.")))
                .toArray(String[]::new);
        return Networks.configuration(Fixtures.model(model), INPUT, Rows.optimizer(training), 42);
    }

    private static Replica kernels(MultiLayerConfiguration configuration) {
        return new KernelReplica(
                KernelPlan.of(configuration).orElseThrow(),
                configuration.getConfs().size());
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
        return KernelPlan.of(configuration).orElseThrow().create().features();
    }
}
