package io.sparkae.train.replica;

import io.sparkae.model.compute.KernelPlan;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A worker's own copy of the model: what every family must offer to be trained. Not for several threads at a time. */
public interface Replica {
    /** Takes over a state, wholly. */
    void load(TrainingState state);

    /**
     * Fits one minibatch.
     *
     * @return the loss before the step, penalties included, a mean per row and pixel
     */
    double fit(Minibatch minibatch);

    /**
     * The loss that training minimises, penalties included, in evaluation mode on clean input; a sum over rows of means
     * per pixel, the penalty of a minibatch being that of each {@value #MOST_ROWS_JUDGED_AT_ONCE} rows, or fewer where
     * layers are wide. Not a number where it is not defined.
     *
     * @param features {@code [rows, features]}
     */
    double lossSum(float[] features, int rows);

    /** Most rows that are judged together: values between convolutions are many. */
    int MOST_ROWS_JUDGED_AT_ONCE = 256;

    /**
     * Rows that are judged together.
     *
     * @param widest values of a row between two layers
     */
    static int rowsJudgedAtOnce(int widest) {
        return Math.max(1, Math.min(MOST_ROWS_JUDGED_AT_ONCE, (1 << 26) / Math.max(1, widest)));
    }

    /** θ now. */
    float[] parameters();

    /** u now. */
    float[] updaterState();

    /** Values a row. */
    int features();

    /**
     * Rows to fit. Arrays are shared, and may be longer than they need to be.
     *
     * @param inputs what the network is given, {@code [rows, features]}
     * @param targets what it is to give back, {@code [rows, features]}
     * @param rows how many of them count
     * @param seed decides all that is drawn at random for this minibatch
     */
    record Minibatch(float[] inputs, float[] targets, int rows, long seed) {
        /** Rows to be given back as they are. */
        public static Minibatch of(float[] features, int rows, long seed) {
            return new Minibatch(features, features, rows, seed);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** What steps a worker's network. */
    enum Kernel {
        /** The fastest there is for the network: our own where there are kernels for all of it. */
        AUTO,
        /** DL4J's own {@code fit}. */
        DL4J;

        /** Whether our own kernels may step a network, as far as its kinds of layers say; costs nothing. */
        public boolean mayUseOwn(MultiLayerConfiguration network) {
            return this == AUTO && KernelPlan.isPossible(network);
        }

        /** The step of a network for the log and {@code metrics.json}: {@code kernels}, or {@code dl4j (reason)}. */
        public String step(MultiLayerConfiguration network) {
            return this == DL4J
                    ? "dl4j (training.kernel = dl4j)"
                    : KernelPlan.obstacle(network)
                            .map(reason -> "dl4j (" + reason + ")")
                            .orElse("kernels");
        }
    }
}
