package io.sparkae.model.layer;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fully connected layer {@code h = f(x·W + b)} that adds the squared Frobenius norm of its Jacobian to the loss, a mean
 * over n rows (Rifai, Vincent, Muller, Glorot and Bengio, "Contractive Auto-Encoders: Explicit Invariance During Feature
 * Extraction", ICML 2011, equations 5 and 6):
 *
 * <pre>
 *   λ/n · Σ_r ‖∂h_r/∂x_r‖²_F  =  λ/n · Σ_j q_j·s_j,    q_j = Σ_r f'(z_rj)²,    s_j = Σ_i W_ij²
 *
 *   by h_rj   λ/n · s_j · g'(h_rj),  with f'(z)² = g(h) for h = f(z)
 *   by W_ij   λ/n · 2·W_ij·q_j
 * </pre>
 *
 * <p>For a sigmoid {@code g(h) = (h(1−h))²}. The static methods are these formulas, for this layer as for its kernel.
 */
public final class ContractiveDense extends DenseLayer {
    /** The activations whose slope is known from their value. */
    public static final List<Activation> ACTIVATIONS =
            List.of(Activation.SIGMOID, Activation.TANH, Activation.ELU, Activation.RELU, Activation.IDENTITY);

    private static final long serialVersionUID = 1L;

    private Activation activation;
    private double weight;

    /** For DL4J's JSON. */
    public ContractiveDense() {}

    /**
     * @param inputs values of x
     * @param units values of h
     * @param activation f, one of {@link #ACTIVATIONS}
     * @param weight λ
     */
    public ContractiveDense(int inputs, int units, Activation activation, double weight) {
        this.activation = activation;
        this.weight = weight;
        setNIn(inputs);
        setNOut(units);
        setHasBias(true);
        setActivationFn(activation.getActivationFunction());
        // null and NaN let the network's settings through
        setGradientNormalization(null);
        setGradientNormalizationThreshold(Double.NaN);
    }

    /** {@code f'(z)}, given {@code h = f(z)}. */
    private static double slope(Activation f, double h) {
        return switch (f) {
            case SIGMOID -> h * (1 - h);
            case TANH -> 1 - h * h;
            case ELU -> Math.min(1, 1 + h);
            case RELU -> h > 0 ? 1 : 0;
            default -> 1;
        };
    }

    /** {@code df'/dh}, given {@code h = f(z)}. */
    private static double slopeByValue(Activation f, double h) {
        return switch (f) {
            case SIGMOID -> 1 - 2 * h;
            case TANH -> -2 * h;
            case ELU -> h < 0 ? 1 : 0;
            default -> 0;
        };
    }

    /** {@code q_j} of activations {@code h [rows, units]}, row by row. */
    public static double[] squaredSlopes(Activation f, IntToDoubleFunction h, int rows, int units) {
        double[] sums = new double[units];
        for (int row = 0; row < rows; row++) {
            for (int j = 0, i = row * units; j < units; j++, i++) {
                double slope = slope(f, h.applyAsDouble(i));
                sums[j] += slope * slope;
            }
        }
        return sums;
    }

    /** {@code s_j} of weights that lie unit by unit, {@code [units, inputs]}. */
    public static double[] squaredNorms(IntToDoubleFunction weights, int units, int inputs) {
        double[] norms = new double[units];
        for (int j = 0; j < units; j++) {
            double sum = 0;
            for (int i = j * inputs; i < (j + 1) * inputs; i++) {
                double w = weights.applyAsDouble(i);
                sum += w * w;
            }
            norms[j] = sum;
        }
        return norms;
    }

    /** {@code Σ_j q_j·s_j}. */
    public static double cost(double[] squaredSlopes, double[] squaredNorms) {
        double sum = 0;
        for (int j = 0; j < squaredSlopes.length; j++) {
            sum += squaredSlopes[j] * squaredNorms[j];
        }
        return sum;
    }

    /** {@code s·g'(h)}, the cost's gradient by an activation. */
    public static double byActivation(Activation f, double h, double squaredNorm) {
        return squaredNorm * 2 * slope(f, h) * slopeByValue(f, h);
    }

    /** {@code 2·W·q}, the cost's gradient by a weight. */
    public static double byWeight(double w, double squaredSlopes) {
        return 2 * w * squaredSlopes;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initialise,
            DataType type) {
        Impl layer = new Impl(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialise));
        layer.setConf(conf);
        return layer;
    }

    /** f. */
    public Activation getActivation() {
        return activation;
    }

    /** For DL4J's JSON. */
    public void setActivation(Activation f) {
        this.activation = f;
    }

    /** λ. */
    public double getWeight() {
        return weight;
    }

    /** For DL4J's JSON. */
    public void setWeight(double lambda) {
        this.weight = lambda;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContractiveDense that
                && super.equals(other)
                && activation == that.activation
                && weight == that.weight;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), activation, weight);
    }

    /** The layer. Gradients are sums over rows: DL4J divides them by the number of rows later. */
    private static final class Impl extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer {
        private static final long serialVersionUID = 1L;

        private double penalty;

        Impl(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr memory) {
            INDArray h = super.activate(training, memory);
            penalty = config().weight * cost(squaredSlopes(h), squaredNorms()) / h.size(0);
            return h;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
            ContractiveDense config = config();
            INDArray h = config.getActivationFn()
                    .getActivation(preOutput(true, memory).dup(), true);
            double[] values = PassThroughLayer.rowMajor(h);
            double[] norms = squaredNorms();
            double[] penalties = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                penalties[i] = config.weight * byActivation(config.activation, values[i], norms[i % norms.length]);
            }
            INDArray down = memory.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
            down.addi(Nd4j.createFromArray(penalties).reshape(h.shape()).castTo(down.dataType()));
            Pair<Gradient, INDArray> passed = super.backpropGradient(down, memory);
            INDArray q = Nd4j.createFromArray(squaredSlopes(h)).castTo(h.dataType());
            INDArray weights = getParam("W");
            passed.getFirst().getGradientFor("W").addi(weights.mulRowVector(q).muli(byWeight(config.weight, 1)));
            return passed;
        }

        @Override
        public double calcRegularizationScore(boolean backpropParamsOnly) {
            return super.calcRegularizationScore(backpropParamsOnly) + penalty;
        }

        private ContractiveDense config() {
            return (ContractiveDense) layerConf();
        }

        private double[] squaredSlopes(INDArray h) {
            double[] values = PassThroughLayer.rowMajor(h);
            return ContractiveDense.squaredSlopes(
                    config().activation, i -> values[i], (int) h.size(0), (int) h.size(1));
        }

        private double[] squaredNorms() {
            INDArray weights = getParam("W"); // [inputs, units]
            double[] byUnit = PassThroughLayer.rowMajor(weights.transpose());
            return ContractiveDense.squaredNorms(i -> byUnit[i], (int) weights.size(1), (int) weights.size(0));
        }
    }
}
