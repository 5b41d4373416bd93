package io.sparkae.replica;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.model.ReconstructionSum;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A replica for plain dense networks, several times as fast as stepping DL4J's: products by OpenBLAS in native memory,
 * everything else in loops over Java arrays ({@link Elementwise}, {@link AdamStep}), copied between the two in bulk.
 * Parameters and updater state are laid out as DL4J lays them out, so the trained state is a DL4J model's.
 *
 * <p>A step costs {@code 6·rows·weights} floating-point operations. Native memory: twice the parameters and four
 * times the activations of a minibatch.
 */
final class DenseReplica implements Replica {
    private final DenseShape shape;
    private final AdamStep adam;
    private final float[] parameters;
    private final float[] gradient;
    private final FloatPointer nativeParameters;
    private final FloatPointer nativeGradient;
    private final float[] firstMoments;
    private final float[] secondMoments;
    private final CrossEntropyKernel crossEntropy;
    private final float[] columnSums;
    private int iteration;
    private int epoch;

    private int capacity;
    private float[][] activations;
    private float[][] deltas;
    private FloatPointer[] nativeActivations;
    private FloatPointer[] nativeDeltas;

    DenseReplica(DenseShape shape) {
        this.shape = shape;
        this.adam = new AdamStep(shape.adam());
        this.parameters = new float[shape.parameters()];
        this.gradient = new float[shape.parameters()];
        this.firstMoments = new float[shape.parameters()];
        this.secondMoments = new float[shape.parameters()];
        this.crossEntropy = new CrossEntropyKernel(shape.features());
        this.columnSums = new float[shape.features()];
        this.nativeParameters = new FloatPointer(shape.parameters());
        this.nativeGradient = new FloatPointer(shape.parameters());
    }

    @Override
    public void load(TrainingState state) {
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        // DL4J's layout: all first moments, then all second ones
        System.arraycopy(state.updaterState(), 0, firstMoments, 0, parameters.length);
        System.arraycopy(state.updaterState(), parameters.length, secondMoments, 0, parameters.length);
        iteration = state.iteration();
        epoch = state.epoch();
    }

    @Override
    public double fit(Minibatch minibatch) {
        int rows = minibatch.rows();
        forward(minibatch.inputs(), rows);
        int count = rows * shape.features();
        double lossSum = shape.crossEntropy()
                ? crossEntropy(minibatch.targets(), rows)
                : squaredError(minibatch.targets(), rows);
        backward(rows);
        clip();
        adam.apply(parameters, firstMoments, secondMoments, gradient, iteration++, epoch);
        return lossSum / count;
    }

    @Override
    public double lossSum(float[] features, int rows, long seed) {
        ReconstructionSum sum = ReconstructionSum.of(features, reconstruct(features, rows));
        return (shape.crossEntropy() ? sum.crossEntropy() : sum.squaredError()) / shape.features();
    }

    /** What the network makes of some rows. */
    float[] reconstruct(float[] features, int rows) {
        forward(features, rows);
        int last = shape.layers();
        addBiasAndActivate(last, rows);
        return Arrays.copyOf(activations[last], rows * shape.features());
    }

    @Override
    public int features() {
        return shape.features();
    }

    @Override
    public float[] parameters() {
        return parameters.clone();
    }

    @Override
    public float[] updaterState() {
        float[] both = Arrays.copyOf(firstMoments, 2 * parameters.length);
        System.arraycopy(secondMoments, 0, both, parameters.length, parameters.length);
        return both;
    }

    /** The sum over the minibatch; the gradient by logits goes to the output's {@code deltas}. */
    private double crossEntropy(float[] features, int rows) {
        int last = shape.layers();
        return crossEntropy.apply(
                activations[last],
                parameters,
                shape.biasesAt(last - 1),
                features,
                1f / shape.features() / rows,
                deltas[last],
                gradient,
                rows);
    }

    /** The sum over the minibatch; the gradient by pre-activations goes to the output's {@code deltas}. */
    private double squaredError(float[] features, int rows) {
        int last = shape.layers();
        float[] output = activations[last];
        addBiasAndActivate(last, rows);
        double sum = Elementwise.squaredError(
                output, features, 2f / shape.features() / rows, deltas[last], columnSums, rows);
        Elementwise.multiplyByDerivative(shape.activations()[last - 1], deltas[last], output, rows * shape.features());
        sumBiasGradient(last, rows);
        return sum;
    }

    private void sumBiasGradient(int layer, int rows) {
        Elementwise.sumRows(deltas[layer], rows, shape.widths()[layer], gradient, shape.biasesAt(layer - 1));
    }

    private void addBiasAndActivate(int layer, int rows) {
        int width = shape.widths()[layer];
        Elementwise.addBias(activations[layer], parameters, shape.biasesAt(layer - 1), rows, width);
        Elementwise.activate(shape.activations()[layer - 1], activations[layer], rows * width);
    }

    /** Fills {@code activations}; the last layer still lacks its bias and activation. */
    private void forward(float[] features, int rows) {
        allocate(rows);
        nativeParameters.put(parameters, 0, parameters.length);
        nativeActivations[0].put(features, 0, rows * shape.features());
        for (int layer = 0; layer < shape.layers(); layer++) {
            int in = shape.widths()[layer];
            int out = shape.widths()[layer + 1];
            FloatPointer weights = nativeParameters.getPointer(shape.weightsAt(layer));
            // Z = X·Wᵀ, the weights lying output by output
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasTrans,
                    rows,
                    out,
                    in,
                    1f,
                    nativeActivations[layer],
                    in,
                    weights,
                    in,
                    0f,
                    nativeActivations[layer + 1],
                    out);
            float[] z = activations[layer + 1];
            nativeActivations[layer + 1].get(z, 0, rows * out);
            if (layer < shape.layers() - 1) {
                addBiasAndActivate(layer + 1, rows);
                nativeActivations[layer + 1].put(z, 0, rows * out);
            }
        }
    }

    /** Backpropagation from {@code deltas} of the output, whose bias has its gradient already; fills {@code gradient}. */
    private void backward(int rows) {
        for (int layer = shape.layers() - 1; layer >= 0; layer--) {
            int in = shape.widths()[layer];
            int out = shape.widths()[layer + 1];
            float[] delta = deltas[layer + 1];
            nativeDeltas[layer + 1].put(delta, 0, rows * out);
            FloatPointer weightGradient = nativeGradient.getPointer(shape.weightsAt(layer));
            cblas_sgemm(
                    CblasRowMajor,
                    CblasTrans,
                    CblasNoTrans,
                    out,
                    in,
                    rows,
                    1f,
                    nativeDeltas[layer + 1],
                    out,
                    nativeActivations[layer],
                    in,
                    0f,
                    weightGradient,
                    in);
            weightGradient.get(gradient, shape.weightsAt(layer), out * in);
            if (layer > 0) {
                FloatPointer weights = nativeParameters.getPointer(shape.weightsAt(layer));
                cblas_sgemm(
                        CblasRowMajor,
                        CblasNoTrans,
                        CblasNoTrans,
                        rows,
                        in,
                        out,
                        1f,
                        nativeDeltas[layer + 1],
                        out,
                        weights,
                        in,
                        0f,
                        nativeDeltas[layer],
                        in);
                nativeDeltas[layer].get(deltas[layer], 0, rows * in);
                Elementwise.multiplyByDerivative(
                        shape.activations()[layer - 1], deltas[layer], activations[layer], rows * in);
                sumBiasGradient(layer, rows);
            }
        }
    }

    private void clip() {
        float threshold = (float) shape.clippingThreshold();
        switch (shape.clipping()) {
            case ClipElementWiseAbsoluteValue -> Elementwise.clamp(gradient, threshold);
            case ClipL2PerLayer -> {
                for (int layer = 0; layer < shape.layers(); layer++) {
                    Elementwise.limitNorm(gradient, shape.weightsAt(layer), shape.weightsAt(layer + 1), threshold);
                }
            }
            default -> {}
        }
    }

    private void allocate(int rows) {
        if (rows <= capacity) {
            return;
        }
        capacity = rows;
        int layers = shape.layers() + 1;
        activations = new float[layers][];
        deltas = new float[layers][];
        nativeActivations = new FloatPointer[layers];
        nativeDeltas = new FloatPointer[layers];
        for (int i = 0; i < layers; i++) {
            int size = rows * shape.widths()[i];
            activations[i] = new float[size];
            deltas[i] = new float[size];
            nativeActivations[i] = new FloatPointer(size);
            nativeDeltas[i] = new FloatPointer(size);
        }
    }
}
