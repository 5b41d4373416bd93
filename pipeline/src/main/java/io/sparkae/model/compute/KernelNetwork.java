package io.sparkae.model.compute;

import io.sparkae.platform.BlasKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network that computes with kernels. Parameters and gradients come and go in DL4J's order. Not for several threads at
 * a time. Native memory: twice the parameters, twice the values between layers of a minibatch, and 1 MB a convolution.
 */
public final class KernelNetwork {
    static {
        BlasKernels.choose();
    }

    private final KernelPlan plan;
    private final Parameters parameters;
    private final List<LayerKernel> kernels = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final OutputKernel output;

    KernelNetwork(KernelPlan plan) {
        this.plan = plan;
        parameters = new Parameters(plan.parameters());
        slots.add(new Slot(plan.steps().isEmpty() ? 0 : plan.steps().get(0).inputs()));
        for (KernelPlan.Step step : plan.steps()) {
            kernels.add(step.kernel().apply(parameters));
            slots.add(new Slot(step.outputs()));
        }
        output = plan.output(parameters);
    }

    /** Values a row. */
    public int features() {
        return slots.get(0).width();
    }

    /** The most values a row between two layers. */
    public int widest() {
        return slots.stream().mapToInt(Slot::width).max().orElseThrow();
    }

    /** How many parameters. */
    public int count() {
        return plan.parameters();
    }

    /** Takes over parameters in DL4J's order. */
    public void load(float[] dl4j) {
        float[] ours = plan.order().fromDl4j(dl4j);
        System.arraycopy(ours, 0, parameters.values(), 0, ours.length);
        parameters.toNative();
    }

    /** A copy of the parameters in DL4J's order. */
    public float[] parameters() {
        float[] theirs = plan.order().toDl4j(parameters.values());
        return theirs == parameters.values() ? theirs.clone() : theirs;
    }

    /** A state that has a value for each parameter, or several, from DL4J's order to the kernels'. */
    public float[] fromDl4j(float[] state) {
        return plan.order().fromDl4j(state);
    }

    /** Inverse of {@link #fromDl4j}. */
    public float[] toDl4j(float[] state) {
        return plan.order().toDl4j(state);
    }

    /**
     * A pass forward and back: the gradient of the mean loss, in the kernels' order.
     *
     * @param inputs {@code [rows, features]}; may be longer
     * @param targets {@code [rows, features]}; may be longer
     * @param seed of random draws
     * @return the loss, penalties included, a mean over rows and pixels
     */
    public double gradient(float[] inputs, float[] targets, int rows, long seed) {
        kernels.forEach(kernel -> kernel.seed(seed));
        put(0, inputs, rows);
        run(0, kernels.size(), rows, true);
        Slot last = slots.get(kernels.size());
        double loss = output.loss(last, targets, rows) / rows / last.width() + penalties();
        for (int i = kernels.size() - 1; i >= 0; i--) {
            kernels.get(i).backward(slots.get(i), slots.get(i + 1), rows, i > 0);
        }
        clip();
        for (KernelPlan.WeightDecay decay : plan.decays()) {
            decay.addGradient(parameters.values(), parameters.gradient());
        }
        return loss;
    }

    /** Parameters and gradient, shared, for whoever steps them; {@link #stepped()} afterwards. */
    public float[] values() {
        return parameters.values();
    }

    /** The last gradient, shared. */
    public float[] gradient() {
        return parameters.gradient();
    }

    /** Copies changed {@link #values()} to native memory. */
    public void stepped() {
        parameters.toNative();
    }

    /**
     * Activations of a range of DL4J's layers, in evaluation mode.
     *
     * @param first layer
     * @param last layer
     * @param values {@code [rows, values]} that the first is given
     */
    public float[] through(int first, int last, float[] values, int rows) {
        int from = plan.firstStep(first);
        int to = plan.firstStep(last + 1);
        put(from, values, rows);
        run(from, to, rows, false);
        Slot end = slots.get(to);
        if (last == plan.layers() - 1) {
            output.activate(end, rows);
        }
        return Arrays.copyOf(end.values(), rows * end.width());
    }

    /** Terms of the loss from layers, in their last forward pass, and from weights; a mean per row. */
    public double penalties() {
        double sum = 0;
        for (LayerKernel kernel : kernels) {
            sum += kernel.penalty();
        }
        for (KernelPlan.WeightDecay decay : plan.decays()) {
            sum += decay.cost(parameters.values());
        }
        return sum;
    }

    /** Whether the loss is cross-entropy, else squared error. */
    public boolean isCrossEntropy() {
        return plan.isCrossEntropy();
    }

    private void put(int slot, float[] values, int rows) {
        Slot into = slots.get(slot);
        into.allocate(rows);
        System.arraycopy(values, 0, into.values(), 0, rows * into.width());
        into.valuesToNative(rows);
    }

    private void run(int from, int to, int rows, boolean training) {
        for (int i = from; i < to; i++) {
            slots.get(i + 1).allocate(rows);
            kernels.get(i).forward(slots.get(i), slots.get(i + 1), rows, training);
        }
    }

    private void clip() {
        float threshold = (float) plan.stepping().clippingThreshold();
        switch (plan.stepping().clipping()) {
            case ClipElementWiseAbsoluteValue -> Elementwise.clamp(parameters.gradient(), threshold);
            case ClipL2PerLayer -> {
                for (int layer = 0; layer < plan.layers(); layer++) {
                    Elementwise.limitNorm(
                            parameters.gradient(), plan.layerAt(layer), plan.layerAt(layer + 1), threshold);
                }
            }
            default -> {}
        }
    }
}
