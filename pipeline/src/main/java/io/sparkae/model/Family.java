package io.sparkae.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sparkae.model.DenseAutoencoder.PcaFamily;
import io.sparkae.model.Networks.TrainingParts;
import io.sparkae.model.layer.PenaltySettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A family of models: the one place that knows how its networks are built, trained, applied and described. A new family
 * is a record that implements this and one line in {@link Registry}; nothing else asks which family a model is of.
 */
public interface Family extends Serializable {
    /** Holder of the list, so that it is built after the families' classes are initialised. */
    final class Registry {
        private static final List<Family> ALL = List.of(
                new DenseAutoencoder(),
                new TiedAutoencoder(),
                new VariationalDense(),
                new ConvolutionalVae(),
                new ContractiveAutoencoder(),
                new PcaFamily());

        private Registry() {}
    }

    /** All families, in the order of {@code conf/reference.conf}. */
    static List<Family> all() {
        return Registry.ALL;
    }

    /** The family that settings call {@code label}; empty if there is none. */
    static Optional<Family> find(String label) {
        return all().stream().filter(family -> family.label().equals(label)).findFirst();
    }

    /**
     * The family that settings call {@code label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    static Family of(String label) {
        return find(label).orElseThrow(() -> new IllegalArgumentException(unknown(label)));
    }

    /** The message about a label of no family. */
    static String unknown(String label) {
        return "model.family: expected one of "
                + String.join(", ", all().stream().map(Family::label).toList()) + ", found " + label;
    }

    /** The value of {@code model.family}. */
    @JsonValue
    String label();

    /**
     * The network as it is trained. Its input is a minibatch {@code [rows, features]}, and its labels are the same rows.
     *
     * @param settings of the model
     * @param input shape of its rows
     * @param optimizer turns gradients into steps
     * @param seed of the initial weights
     */
    MultiLayerConfiguration configuration(ModelSettings settings, InputShape input, Optimizer optimizer, long seed);

    /** The trained network in the form that its file holds: encoder, code and decoder one after the other. */
    default MultiLayerNetwork kept(MultiLayerNetwork trained, ModelSettings settings) {
        return TrainingParts.removed(trained);
    }

    /**
     * Sets an untrained network's weights to those of a kept one: the inverse of {@link #kept}.
     *
     * @param kept of the same layers
     * @param network in the form that is trained
     */
    default void putKept(MultiLayerNetwork kept, MultiLayerNetwork network) {
        network.setParams(kept.params());
    }

    /**
     * The configuration of {@link #kept}, whatever optimizer trained the network. Allocates nothing of the network's
     * size.
     */
    default MultiLayerConfiguration keptConfiguration(ModelSettings settings, InputShape input) {
        return TrainingParts.removed(configuration(settings, input, Optimizer.of(new Sgd()), 0));
    }

    /** Index of the layer of the kept network whose activation is the code. */
    int codeLayer(ModelSettings settings);

    /** The settings in force: those given, with what the family fixes. */
    default ModelSettings adapt(ModelSettings given) {
        return given;
    }

    /** Conflicts of settings with this family, a message each. */
    default List<String> problems(ModelSettings settings) {
        return List.of();
    }

    /** Whether {@link PenaltySettings activity penalties} apply to its code. */
    default boolean isPenalisable() {
        return false;
    }

    /** Whether the code is a normal distribution, so that rows can be sampled and their ELBO estimated. */
    default boolean isGenerative() {
        return false;
    }

    /** Whether its layers draw random numbers for each minibatch. */
    default boolean isRandom() {
        return isGenerative();
    }

    /** Whether its weights come from gradient steps. */
    default boolean isTrained() {
        return true;
    }

    /** Whether its layers can be trained one after the other ({@link LayerwiseStack}). */
    default boolean isLayerwise() {
        return false;
    }

    /** The smallest image that its network takes. */
    default InputShape smallestInput(ModelSettings settings) {
        return new InputShape(1, 1);
    }

    /**
     * The model in one line, such as {@code dense: 784 – 128 – 16 and back, relu code, sigmoid output, bce loss}.
     *
     * @param features values a row
     */
    default String line(ModelSettings settings, int features) {
        List<String> parts = new ArrayList<>();
        List<String> sizes = new ArrayList<>(encoderLine(settings));
        sizes.add(0, Integer.toString(features));
        sizes.add(Integer.toString(settings.code()));
        parts.add(label() + ": " + String.join(" – ", sizes) + " and back");
        parts.add(codeLine(settings));
        parts.add(lower(settings.outputActivation()) + " output");
        parts.add(lower(settings.loss()) + " loss");
        if (settings.corruption().kind() != Corruption.Kind.NONE) {
            parts.add(lower(settings.corruption().kind()) + " corruption of the input");
        }
        if (settings.penalty().kind() != PenaltySettings.Kind.NONE) {
            parts.add(lower(settings.penalty().kind()) + " penalty on the code");
        }
        return String.join(", ", parts);
    }

    /** The layers between input and code, for {@link #line}. */
    default List<String> encoderLine(ModelSettings settings) {
        return settings.hidden().stream().map(String::valueOf).toList();
    }

    /** The code, for {@link #line}. */
    default String codeLine(ModelSettings settings) {
        return lower(settings.codeActivation()) + " code";
    }

    /** Caption of the report's figure of first-layer weights, for fully connected first layers. */
    default String firstLayerCaption() {
        return "units of the first layer, pixel by pixel";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
