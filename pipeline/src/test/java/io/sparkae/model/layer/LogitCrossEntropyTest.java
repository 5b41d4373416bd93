package io.sparkae.model.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

class LogitCrossEntropyTest {
    private static final int OUTPUTS = 5;

    private final ILossFunction loss = new LogitCrossEntropy();

    @Test
    void gradientsAreRight() {
        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE); // the checker insists on it
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(network(loss));
            network.init();
            INDArray x = Nd4j.rand(DataType.DOUBLE, 4, OUTPUTS);

            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)
                    .input(x)
                    .labels(x)));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    @Test
    void valuesAndGradientsAreThoseOfDl4jsOwnDividedByTheOutputs() {
        ILossFunction stock = new LossBinaryXENT();
        INDArray z = Nd4j.randn(DataType.DOUBLE, 3, OUTPUTS).muli(3);
        INDArray zInColumns = z.dup('f');
        INDArray y = Nd4j.rand(DataType.DOUBLE, 3, OUTPUTS);
        INDArray before = zInColumns.dup();

        var ours = loss.computeGradientAndScore(y, zInColumns, new ActivationSigmoid(), null, true);
        var theirs = stock.computeGradientAndScore(y, z.dup(), new ActivationSigmoid(), null, true);

        assertEquals(theirs.getFirst() / OUTPUTS, ours.getFirst(), 1e-6);
        assertTrue(ours.getSecond().equalsWithEps(theirs.getSecond().div(OUTPUTS), 1e-6));
        assertEquals(before, zInColumns, "the pre-activation is not touched");
        INDArray rows = loss.computeScoreArray(y, z, new ActivationSigmoid(), null);
        assertEquals(ours.getFirst(), rows.meanNumber().doubleValue(), 1e-9);
    }

    @Test
    void hugeLogitsGiveFiniteValues() {
        INDArray z = Nd4j.createFromArray(new float[][] {{500, -500, 500, -500}});
        INDArray y = Nd4j.createFromArray(new float[][] {{1, 0, 0, 1}});

        double score = loss.computeScore(y, z, new ActivationSigmoid(), null, true);

        assertEquals((500 + 500) / 4.0, score, 1e-3);
    }

    @Test
    void itSurvivesJson() {
        MultiLayerConfiguration configuration = network(loss);

        assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
    }

    @Test
    void otherOutputsAreRefused() {
        INDArray any = Nd4j.ones(1, 2);

        assertThrows(
                IllegalArgumentException.class, () -> loss.computeScore(any, any, new ActivationTanH(), null, true));
    }

    private static MultiLayerConfiguration network(ILossFunction loss) {
        return new NeuralNetConfiguration.Builder()
                .seed(12)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(OUTPUTS)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(3)
                        .nOut(OUTPUTS)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }
}
