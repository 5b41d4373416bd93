package io.sparkae.model.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** Builds a {@link KernelPlan}, tracking parameter offset, row width and image shape. */
final class PlanBuilder {
    private final List<KernelPlan.Step> steps = new ArrayList<>();
    private final List<KernelPlan.WeightDecay> decays = new ArrayList<>();
    private final List<Integer> firstStep = new ArrayList<>();
    private final List<Integer> layersAt = new ArrayList<>();
    private int[] order = {};
    private boolean reordered;
    private int at;
    private int width;
    private ChannelShape image;
    private int outputBias = -1;

    /** Records the beginning of a layer, or the end of the last one. */
    void mark() {
        firstStep.add(steps.size());
        layersAt.add(at);
    }

    boolean isAtBeginning() {
        return steps.isEmpty();
    }

    /** Values a row here; 0 at the beginning, until it is set. */
    int width() {
        return width;
    }

    void width(int values) {
        width = values;
    }

    /** Image shape of the current values; null if they are no image. */
    ChannelShape image() {
        return image;
    }

    void image(ChannelShape shape) {
        image = shape;
    }

    /** Offset of the bias that the output kernel adds; negative if there is none. */
    int outputBias() {
        return outputBias;
    }

    void outputBias(int biasAt) {
        outputBias = biasAt;
    }

    /** Adds a kernel. */
    void step(int outputs, Function<Parameters, LayerKernel> kernel) {
        steps.add(new KernelPlan.Step(width, outputs, kernel));
        width = outputs;
    }

    /** Adds the L1 and L2 penalties of a layer's weights. */
    void decay(BaseLayer layer, int weightsAt, int count) {
        double l1 = LayerTraits.l1(layer);
        double l2 = LayerTraits.l2(layer);
        if (l1 > 0 || l2 > 0) {
            decays.add(new KernelPlan.WeightDecay(weightsAt, count, l1, l2));
        }
    }

    /**
     * Allots the next parameters.
     *
     * @param dl4j where DL4J has the one at each place here, both from the beginning of these
     * @return where they begin
     */
    int take(int count, IntUnaryOperator dl4j) {
        int begin = at;
        int[] own =
                IntStream.range(0, count).map(p -> begin + dl4j.applyAsInt(p)).toArray();
        for (int p = 0; p < count && !reordered; p++) {
            reordered = own[p] != begin + p;
        }
        order = Arrays.copyOf(order, Math.addExact(begin, count));
        System.arraycopy(own, 0, order, begin, count);
        at += count;
        return begin;
    }

    KernelPlan build(Function<Parameters, OutputKernel> output, OutputKernel.Loss loss, KernelPlan.Stepping stepping) {
        return new KernelPlan(
                List.copyOf(steps),
                ints(firstStep),
                output,
                loss,
                new KernelPlan.ParameterOrder(reordered ? order : null),
                ints(layersAt),
                List.copyOf(decays),
                stepping);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
