package io.sparkae.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import io.sparkae.train.TrainingFixture;
import io.sparkae.train.averaging.Progress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

@ExtendWith(SharedSpark.class)
class GradientAveragingIT {
    private static final String[] GRADIENT = {
        "training.averaging-method=gradient", "training.learning-rate=0.01", "training.beta1=0.9"
    };

    /** The oracle is DL4J's own fit of all rows at once: their gradient is the mean of the workers'. */
    @ParameterizedTest
    @CsvSource({
        "f32, model.l2=0, 1e-5",
        "f16, model.l2=0, 1e-3",
        "f32, model.l2=0.05, 1e-5",
        "f32, model.family=tied, 1e-5",
        "f32, model.loss=mse, 1e-5",
        "f32, model.code-activation=tanh, 1e-5"
    })
    void takesTheStepOfAllRows(
            String transfer, String model, float tolerance, SparkSession session, @TempDir Path folder) {
        List<RowBlock> blocks = List.of(Rows.block(0, 30), Rows.block(30, 10));
        MultiLayerConfiguration network = Rows.network(Optimizer.of(new Adam(0.01)), model);
        MultiLayerNetwork plain = Networks.initialised(network);
        float[] all = Arrays.copyOf(blocks.get(0).values(), 40 * Rows.FEATURES);
        System.arraycopy(blocks.get(1).values(), 0, all, 30 * Rows.FEATURES, 10 * Rows.FEATURES);
        INDArray x = NativeArrays.matrix(all, 40, Rows.FEATURES);
        for (int step = 0; step < 3; step++) {
            plain.fit(x, x);
        }

        Progress averaged = train(
                session,
                network,
                blocks,
                folder,
                "training.transfer=" + transfer,
                "training.worker-batch-size=100",
                "training.epochs=3");

        assertArrayEquals(NativeArrays.get(plain.params()), averaged.state().parameters(), tolerance);
        assertEquals(3, averaged.state().iteration());
        assertEquals(1, averaged.lastEpoch().rounds());
    }

    @Test
    void averagesAtEveryMinibatch(SparkSession session, @TempDir Path folder) {
        Progress averaged = train(
                session,
                Rows.network(Optimizer.of(new Adam(0.01))),
                List.of(Rows.block(0, 25), Rows.block(25, 20)),
                folder,
                "training.worker-batch-size=10",
                "training.averaging-frequency=80",
                "training.averagings-per-epoch=1",
                "training.epochs=1");

        assertEquals(3, averaged.lastEpoch().rounds());
        assertEquals(45, averaged.lastEpoch().rows());
    }

    private static Progress train(
            SparkSession session,
            MultiLayerConfiguration network,
            List<RowBlock> blocks,
            Path folder,
            String... pairs) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return new TrainingFixture(spark, network, spark.parallelize(blocks, blocks.size()), folder)
                .train(Stream.concat(Stream.of(GRADIENT), Stream.of(pairs)).toArray(String[]::new));
    }
}
