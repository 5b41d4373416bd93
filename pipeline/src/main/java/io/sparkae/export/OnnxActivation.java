package io.sparkae.export;

import io.sparkae.export.OnnxGraph.Attribute;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * The activations that settings allow, in operators of ONNX's operator set 13; what later sets have as one operator (Mish, Gelu)
 * is put together. Formulas and constants are DL4J's, with its default arguments.
 */
final class OnnxActivation {
    private OnnxActivation() {}

    /**
     * An activation by its name.
     *
     * @throws IllegalStateException if it is none of those, or has other arguments than the default
     */
    static Activation of(IActivation function) {
        return Arrays.stream(Activation.values())
                .filter(named -> named.getActivationFunction().equals(function))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no export of activation " + function));
    }

    /**
     * Adds the nodes of an activation.
     *
     * @return the tensor that they give
     */
    static String add(OnnxGraph graph, IActivation function, String x) {
        Activation activation = of(function);
        return switch (activation) {
            case IDENTITY -> x;
            case RELU -> graph.node("Relu", x);
            case SIGMOID -> graph.node("Sigmoid", x);
            case TANH -> graph.node("Tanh", x);
            case ELU -> graph.node("Elu", List.of(Attribute.number("alpha", 1)), x);
            case SELU ->
                graph.node(
                        "Selu",
                        List.of(
                                Attribute.number("alpha", 1.6732632423543772848170429916717),
                                Attribute.number("gamma", 1.0507009873554804934193349852946)),
                        x);
            case LEAKYRELU -> graph.node("LeakyRelu", List.of(Attribute.number("alpha", 0.01)), x);
            case THRESHOLDEDRELU -> graph.node("ThresholdedRelu", List.of(Attribute.number("alpha", 1)), x);
            case RELU6 -> graph.node("Clip", x, graph.number(0), graph.number(6));
            case HARDTANH -> graph.node("Clip", x, graph.number(-1), graph.number(1));
            case HARDSIGMOID ->
                graph.node("HardSigmoid", List.of(Attribute.number("alpha", 0.2), Attribute.number("beta", 0.5)), x);
            case SOFTPLUS -> graph.node("Softplus", x);
            case SOFTSIGN -> graph.node("Softsign", x);
            case SOFTMAX -> graph.node("Softmax", List.of(Attribute.integer("axis", -1)), x);
            case RECTIFIEDTANH -> graph.node("Relu", graph.node("Tanh", x));
            case CUBE -> graph.node("Mul", graph.node("Mul", x, x), x);
            case SWISH -> graph.node("Mul", x, graph.node("Sigmoid", x));
            case MISH -> graph.node("Mul", x, graph.node("Tanh", graph.node("Softplus", x)));
            case GELU -> graph.node("Mul", x, graph.node("Sigmoid", graph.node("Mul", x, graph.number(1.702))));
            case RATIONALTANH -> rationalTanh(graph, x);
            default -> throw new IllegalStateException("no export of activation " + activation);
        };
    }

    /**
     * {@code 1.7159·sgn(y)·(1 − 1/(1 + |y| + y² + 1.41645·y⁴))}, {@code y = 2x/3} (Anguita, Parodi and Zunino, "Speed
     * improvement of the back-propagation on current-generation workstations", 1993).
     */
    private static String rationalTanh(OnnxGraph graph, String x) {
        String y = graph.node("Mul", x, graph.number(2.0 / 3));
        String square = graph.node("Mul", y, y);
        String fourth = graph.node("Mul", graph.node("Mul", square, square), graph.number(1.41645));
        String sum = graph.node(
                "Add", graph.node("Add", graph.number(1), graph.node("Abs", y)), graph.node("Add", square, fourth));
        String size = graph.node("Sub", graph.number(1), graph.node("Reciprocal", sum));
        return graph.node("Mul", graph.node("Mul", graph.node("Sign", y), size), graph.number(1.7159));
    }
}
