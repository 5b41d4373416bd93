package io.sparkae.train.replica;

import io.sparkae.model.compute.KernelPlan;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A worker's copy of the network and its training step. Not thread-safe. */
public interface Replica {
    /** Replaces the whole state. */
    void load(TrainingState state);

    /**
     * Fits one minibatch.
     *
     * @return mean loss per row and pixel before the step, penalties included
     */
    double fit(Minibatch minibatch);

    /**
     * Computes the gradient of one minibatch, without a step.
     *
     * @return as {@link #fit}
     * @throws UnsupportedOperationException if DL4J's own step trains this replica
     */
    default double differentiate(Minibatch minibatch) {
        throw new UnsupportedOperationException("DL4J's own step gives no gradient");
    }

    /** The gradient that {@link #differentiate} has computed, a mean over rows, in DL4J's flat order; a copy. */
    default float[] gradient() {
        throw new UnsupportedOperationException("DL4J's own step gives no gradient");
    }

    /**
     * The loss that training minimises, penalties included, in evaluation mode on clean input; a sum over rows of means
     * per pixel, the penalty of a minibatch being that of each {@value #MOST_ROWS_JUDGED_AT_ONCE} rows, or fewer where
     * layers are wide. NaN where it is undefined.
     *
     * @param features {@code [rows, features]}
     */
    double lossSum(float[] features, int rows);

    /** Most rows evaluated at a time; values between convolutions are many. */
    int MOST_ROWS_JUDGED_AT_ONCE = 256;

    /**
     * Rows evaluated at a time.
     *
     * @param widest values of a row between two layers
     */
    static int rowsJudgedAtOnce(int widest) {
        return Math.max(1, Math.min(MOST_ROWS_JUDGED_AT_ONCE, (1 << 26) / Math.max(1, widest)));
    }

    /** Current θ. */
    float[] parameters();

    /** Current u. */
    float[] updaterState();

    /** Values per row. */
    int features();

    /**
     * Rows to fit. Arrays are not copied and may have unused space at the end.
     *
     * @param inputs {@code [rows, features]}
     * @param targets {@code [rows, features]}
     * @param rows number of rows
     * @param seed of all random numbers for this minibatch
     */
    record Minibatch(float[] inputs, float[] targets, int rows, long seed) {
        /** A minibatch whose targets are its inputs. */
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

    /** Implementation of the training step. */
    enum Kernel {
        /** Kernels if all layers have them, else DL4J's {@code fit}. */
        AUTO,
        /** DL4J's own {@code fit}. */
        DL4J;

        /** Whether kernels may train a network, judged by its layer types only. */
        public boolean mayUseOwn(MultiLayerConfiguration network) {
            return this == AUTO && KernelPlan.isPossible(network);
        }

        /** Why DL4J's step trains a network; empty if kernels do. */
        public Optional<String> fallback(MultiLayerConfiguration network) {
            return this == DL4J ? Optional.of("training.kernel = dl4j") : KernelPlan.obstacle(network);
        }
    }
}
