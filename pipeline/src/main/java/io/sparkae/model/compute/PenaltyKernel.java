package io.sparkae.model.compute;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.PenaltySettings;

/** An {@link ActivityPenalty}: values pass, and what they cost is added to the deltas. */
final class PenaltyKernel implements LayerKernel {
    private final boolean l1;
    private final double weight;
    private final double target;
    private double penalty;

    PenaltyKernel(ActivityPenalty layer) {
        l1 = layer.getKind() == PenaltySettings.Kind.L1;
        weight = layer.getWeight();
        target = layer.getTarget();
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        System.arraycopy(in.values(), 0, out.values(), 0, rows * in.width());
        out.valuesToNative(rows);
        penalty = weight * (l1 ? meanNorm(in, rows) : divergence(in, rows));
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        int width = in.width();
        float scale = (float) (weight / rows);
        float[] slopes = l1 ? new float[width] : divergenceSlopes(in, rows);
        for (int row = 0; row < rows; row++) {
            for (int j = 0, i = row * width; j < width; j++, i++) {
                float slope = l1 ? Math.signum(in.values()[i]) : slopes[j];
                in.deltas()[i] = out.deltas()[i] + scale * slope;
            }
        }
    }

    @Override
    public double penalty() {
        return penalty;
    }

    private static double meanNorm(Slot in, int rows) {
        double sum = 0;
        for (int i = 0; i < rows * in.width(); i++) {
            sum += Math.abs(in.values()[i]);
        }
        return sum / rows;
    }

    private double divergence(Slot in, int rows) {
        return ActivityPenalty.divergence(target, means(in, rows));
    }

    private float[] divergenceSlopes(Slot in, int rows) {
        double[] means = means(in, rows);
        float[] slopes = new float[means.length];
        for (int j = 0; j < slopes.length; j++) {
            slopes[j] = (float) ActivityPenalty.slope(target, means[j]);
        }
        return slopes;
    }

    private static double[] means(Slot in, int rows) {
        double[] means = new double[in.width()];
        for (int row = 0; row < rows; row++) {
            for (int j = 0, i = row * means.length; j < means.length; j++, i++) {
                means[j] += in.values()[i];
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] = ActivityPenalty.bounded(means[j] / rows);
        }
        return means;
    }
}
