package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.layer.SeededNoise;
import java.util.Arrays;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of all that is ours against differences of the loss, in double precision, and through JSON. */
class GradientTest {
    private static final InputShape INPUT = new InputShape(4, 6);

    @BeforeAll
    static void doublePrecision() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterAll
    static void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.loss=bce",
                "model.activity-penalty.kind=l1 model.activity-penalty.weight=0.1 model.code-activation=tanh",
                "model.activity-penalty.kind=kl model.activity-penalty.weight=0.2 model.code-activation=sigmoid",
                "model.family=tied model.l2=0.01 model.code-activation=tanh",
                "model.family=tied model.activation=elu model.code-activation=elu model.output-activation=identity model.loss=mse",
                "model.family=contractive model.contraction=0.3 model.code-activation=sigmoid model.hidden=[]",
                "model.family=contractive model.contraction=0.3 model.code-activation=tanh model.loss=mse model.l2=0.01"
                        + " model.hidden=[]",
                "model.family=contractive model.contraction=0.3 model.code-activation=elu model.hidden=[]",
                "model.family=vae",
                "model.family=vae model.beta=4 model.activation=elu model.loss=mse",
                "model.family=conv-vae model.convolution.filters=[2,3,2] model.convolution.strides=[1,2,1]"
            })
    void gradientsAreThoseOfTheLoss(String settings) {
        String[] pairs = ("model.hidden=[5] model.code=3 " + settings).split(" ");
        if (!settings.contains("model.activation")) {
            pairs = with(pairs, "model.activation=tanh"); // differentiable everywhere
        }
        MultiLayerConfiguration configuration =
                Networks.configuration(Fixtures.model(pairs), INPUT, Optimizer.of(new NoOp()), 12);
        assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
        configuration = MultiLayerConfiguration.fromJson(configuration.toJson());
        configuration.setDataType(DataType.DOUBLE);
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            layer.setDataType(DataType.DOUBLE);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        SeededNoise.seed(network, 77);
        Nd4j.getRandom().setSeed(5);
        INDArray rows = Nd4j.rand(DataType.DOUBLE, 6, INPUT.features());

        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(rows)
                .labels(rows)
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    private static String[] with(String[] pairs, String more) {
        String[] all = Arrays.copyOf(pairs, pairs.length + 1);
        all[pairs.length] = more;
        return all;
    }
}
