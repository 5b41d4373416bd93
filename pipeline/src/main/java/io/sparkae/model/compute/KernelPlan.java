package io.sparkae.model.compute;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;

/** Execution plan of a DL4J configuration: its kernels in order, the places of parameters, weight decay and stepping. */
public final class KernelPlan {
    private final List<Step> steps;
    private final int[] firstStep;
    private final Function<Parameters, OutputKernel> output;
    private final ParameterOrder order;
    private final int[] layersAt;
    private final List<WeightDecay> decays;
    private final Stepping stepping;
    private final OutputKernel.Loss loss;

    /**
     * One kernel of the chain.
     *
     * @param inputs values a row that it is given
     * @param outputs values a row that it gives
     * @param kernel makes it
     */
    record Step(int inputs, int outputs, Function<Parameters, LayerKernel> kernel) {}

    /**
     * How gradients become steps, the same for all layers.
     *
     * @param updater of all parameters
     * @param clipping of gradients
     * @param clippingThreshold its bound
     */
    public record Stepping(IUpdater updater, GradientNormalization clipping, double clippingThreshold) {}

    /**
     * @param steps the chain
     * @param firstStep index of each DL4J layer's first step, then the number of steps
     * @param output the end of the chain
     * @param loss null if it is none of ours, so that the network can be used but not trained
     * @param layersAt offset of each layer's parameters, then their number
     */
    KernelPlan(
            List<Step> steps,
            int[] firstStep,
            Function<Parameters, OutputKernel> output,
            OutputKernel.Loss loss,
            ParameterOrder order,
            int[] layersAt,
            List<WeightDecay> decays,
            Stepping stepping) {
        this.steps = steps;
        this.firstStep = firstStep;
        this.output = output;
        this.loss = loss;
        this.order = order;
        this.layersAt = layersAt;
        this.decays = decays;
        this.stepping = stepping;
    }

    /** The plan for a network; empty if kernels are lacking for any part of it. */
    public static Optional<KernelPlan> of(MultiLayerConfiguration configuration) {
        return new KernelPlanner(configuration).plan();
    }

    /** Why kernels cannot train a network, so that DL4J's own step does; empty if they can. */
    public static Optional<String> obstacle(MultiLayerConfiguration configuration) {
        KernelPlanner planner = new KernelPlanner(configuration);
        Optional<KernelPlan> plan = planner.plan();
        if (plan.isEmpty()) {
            return Optional.of(planner.obstacle());
        }
        return plan.get().isTrainable() ? Optional.empty() : Optional.of("no kernel for the loss");
    }

    /** Whether {@link #of} may find a plan, as far as layer types and their settings tell; allocates nothing. */
    public static boolean isPossible(MultiLayerConfiguration configuration) {
        return new LayerTraits(configuration).lack().isEmpty();
    }

    /** Whether the loss is one that there is a kernel for. */
    public boolean isTrainable() {
        return loss != null;
    }

    /** How gradients become steps. */
    public Stepping stepping() {
        return stepping;
    }

    /** A network that computes it, all parameters zero. */
    public KernelNetwork create() {
        return new KernelNetwork(this);
    }

    List<Step> steps() {
        return steps;
    }

    int firstStep(int layer) {
        return firstStep[layer];
    }

    int layers() {
        return firstStep.length - 1;
    }

    OutputKernel output(Parameters parameters) {
        return output.apply(parameters);
    }

    boolean isCrossEntropy() {
        return loss == OutputKernel.Loss.CROSS_ENTROPY;
    }

    ParameterOrder order() {
        return order;
    }

    int parameters() {
        return layersAt[layersAt.length - 1];
    }

    int layerAt(int layer) {
        return layersAt[layer];
    }

    List<WeightDecay> decays() {
        return decays;
    }

    /**
     * L1 and L2 penalty on the weights of one layer: {@code l1·Σ|w| + l2/2·Σw²}.
     *
     * @param at where they begin
     * @param count how many
     */
    record WeightDecay(int at, int count, double l1, double l2) {
        double cost(float[] parameters) {
            double absolute = 0;
            double squares = 0;
            for (int i = at; i < at + count; i++) {
                absolute += Math.abs(parameters[i]);
                squares += (double) parameters[i] * parameters[i];
            }
            return l1 * absolute + l2 / 2 * squares;
        }

        void addGradient(float[] parameters, float[] gradient) {
            float first = (float) l1;
            float second = (float) l2;
            for (int i = at; i < at + count; i++) {
                gradient[i] += second * parameters[i];
            }
            for (int i = at; l1 > 0 && i < at + count; i++) {
                gradient[i] += first * Math.signum(parameters[i]);
            }
        }
    }

    /**
     * Permutation between the kernels' parameter order, images with channels innermost, and DL4J's, channels outermost.
     *
     * @param dl4j DL4J's place of the parameter at each place here; null if they are the same
     */
    record ParameterOrder(int[] dl4j) {
        /** From DL4J's order; several arrays one after the other, each as long as the parameters, at once. */
        float[] fromDl4j(float[] values) {
            if (dl4j == null) {
                return values;
            }
            float[] ours = new float[values.length];
            for (int from = 0; from < values.length; from += dl4j.length) {
                for (int i = 0; i < dl4j.length; i++) {
                    ours[from + i] = values[from + dl4j[i]];
                }
            }
            return ours;
        }

        /** To DL4J's order. */
        float[] toDl4j(float[] values) {
            if (dl4j == null) {
                return values;
            }
            float[] theirs = new float[values.length];
            for (int from = 0; from < values.length; from += dl4j.length) {
                for (int i = 0; i < dl4j.length; i++) {
                    theirs[from + dl4j[i]] = values[from + i];
                }
            }
            return theirs;
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
}
