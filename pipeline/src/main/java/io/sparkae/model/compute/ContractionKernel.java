package io.sparkae.model.compute;

import io.sparkae.model.layer.ContractiveDense;
import org.nd4j.linalg.activations.Activation;

/** A {@link ContractiveDense}: a fully connected layer, and the penalty on its Jacobian around it. */
final class ContractionKernel implements LayerKernel {
    private final LayerKernel dense;
    private final Parameters parameters;
    private final int weightsAt;
    private final Activation activation;
    private final double weight;
    private double[] slopes;
    private double[] norms;
    private double penalty;

    /**
     * @param dense the layer without the penalty
     * @param weightsAt place of its weights, {@code [units, inputs]}
     */
    ContractionKernel(LayerKernel dense, Parameters parameters, int weightsAt, ContractiveDense layer) {
        this.dense = dense;
        this.parameters = parameters;
        this.weightsAt = weightsAt;
        this.activation = layer.getActivation();
        this.weight = layer.getWeight();
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        dense.forward(in, out, rows, training);
        slopes = squaredSlopes(out, rows);
        norms = squaredNorms(in, out);
        penalty = weight * ContractiveDense.cost(slopes, norms) / rows;
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        int units = out.width();
        int inputs = in.width();
        double share = weight / rows;
        for (int row = 0; row < rows; row++) {
            for (int j = 0, i = row * units; j < units; j++, i++) {
                double slope = ContractiveDense.byActivation(activation, out.values()[i], norms[j]);
                out.deltas()[i] += (float) (share * slope);
            }
        }
        dense.backward(in, out, rows, propagate);
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        for (int j = 0; j < units; j++) {
            float factor = (float) ContractiveDense.byWeight(share, slopes[j]);
            for (int i = weightsAt + j * inputs; i < weightsAt + (j + 1) * inputs; i++) {
                gradient[i] += factor * values[i];
            }
        }
    }

    @Override
    public double penalty() {
        return penalty;
    }

    private double[] squaredSlopes(Slot out, int rows) {
        float[] h = out.values();
        return ContractiveDense.squaredSlopes(activation, i -> h[i], rows, out.width());
    }

    private double[] squaredNorms(Slot in, Slot out) {
        float[] values = parameters.values();
        return ContractiveDense.squaredNorms(i -> values[weightsAt + i], out.width(), in.width());
    }
}
