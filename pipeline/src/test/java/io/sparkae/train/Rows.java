package io.sparkae.train;

import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.rows.RowBlock;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** Small rows and networks for tests of training. */
public final class Rows {
    public static final int FEATURES = 12;
    public static final int SEED = 42;

    private Rows() {}

    /** Rows of uniform random features, the same for the same id. */
    public static RowBlock block(long firstId, int rows) {
        SplittableRandom random = new SplittableRandom(firstId);
        long[] ids = new long[rows];
        float[] values = new float[rows * FEATURES];
        for (int row = 0; row < rows; row++) {
            ids[row] = firstId + row;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new RowBlock(ids, new int[rows], values, FEATURES);
    }

    /** The optimizer of some training settings. */
    public static Optimizer optimizer(String... trainingPairs) {
        return TrainingFixture.settings(trainingPairs).optimizing();
    }

    /** 12-7-3-7-12 with the optimizer of some training settings. */
    public static MultiLayerConfiguration network(String... trainingPairs) {
        return network(TrainingFixture.settings(trainingPairs).optimizing());
    }

    /** 12-7-3-7-12, its model settings changed by some pairs. */
    public static MultiLayerConfiguration network(Optimizer optimizer, String... modelPairs) {
        String[] all = Arrays.copyOf(modelPairs, modelPairs.length + 2);
        all[modelPairs.length] = "model.hidden=[7]";
        all[modelPairs.length + 1] = "model.code=3";
        return Networks.configuration(Fixtures.model(all), new InputShape(1, FEATURES), optimizer, SEED);
    }
}
