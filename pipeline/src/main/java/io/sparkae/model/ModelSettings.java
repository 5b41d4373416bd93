package io.sparkae.model;

import io.sparkae.model.layer.PenaltySettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * The settings {@code model.*}; {@code conf/reference.conf} explains each.
 *
 * @param family kind of network
 * @param hidden units of the layers between input and code
 * @param code dimension of the code
 * @param activation of hidden layers
 * @param codeActivation of the code layer
 * @param outputActivation of the reconstruction
 * @param weightInit distribution of initial weights
 * @param loss what training minimises
 * @param l1 weight of the sum of absolute weights, against the loss a pixel
 * @param l2 weight of half the sum of squared weights
 * @param penalty on the code's activations
 * @param corruption of the input in training
 * @param beta weight of the latent loss against the loss of all pixels, for variational families
 * @param convolution layers, for the convolutional family
 */
public record ModelSettings(
        Family family,
        List<Integer> hidden,
        int code,
        Activation activation,
        Activation codeActivation,
        Activation outputActivation,
        WeightInit weightInit,
        Loss loss,
        double l1,
        double l2,
        PenaltySettings penalty,
        Corruption corruption,
        double beta,
        ConvolutionSettings convolution)
        implements Serializable {

    /** All but the one that draws random numbers of its own. */
    private static final Activation[] ACTIVATIONS = Arrays.stream(Activation.values())
            .filter(activation -> activation != Activation.RRELU)
            .toArray(Activation[]::new);

    /** All that need no arguments, and do not make all units alike. */
    private static final WeightInit[] WEIGHT_INITS = {
        WeightInit.XAVIER_UNIFORM,
        WeightInit.XAVIER,
        WeightInit.XAVIER_FAN_IN,
        WeightInit.RELU,
        WeightInit.RELU_UNIFORM,
        WeightInit.LECUN_NORMAL,
        WeightInit.LECUN_UNIFORM,
        WeightInit.NORMAL,
        WeightInit.UNIFORM,
        WeightInit.SIGMOID_UNIFORM,
        WeightInit.VAR_SCALING_NORMAL_FAN_IN,
        WeightInit.VAR_SCALING_NORMAL_FAN_OUT,
        WeightInit.VAR_SCALING_NORMAL_FAN_AVG,
        WeightInit.VAR_SCALING_UNIFORM_FAN_IN,
        WeightInit.VAR_SCALING_UNIFORM_FAN_OUT,
        WeightInit.VAR_SCALING_UNIFORM_FAN_AVG
    };

    /** Kinds of network. */
    public enum Family {
        /** Fully connected layers; the decoder mirrors the encoder. */
        DENSE,
        /** The same, the decoder's weights being the encoder's. */
        TIED,
        /** Dense, the code being drawn from a normal distribution. */
        VAE,
        /** The same with convolutions. */
        CONV_VAE,
        /** One linear layer to the code and one back, their weights the principal components: found, not trained. */
        PCA
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static ModelSettings defaults() {
        return Settings.defaults(ModelSettings::read);
    }

    /** Reads the keys {@code model.*}. */
    public static ModelSettings read(SettingsReader reader) {
        ModelSettings settings = new ModelSettings(
                reader.oneOf("model.family", Family.class),
                reader.intsAtLeast("model.hidden", 1),
                reader.intAtLeast("model.code", 1),
                reader.named("model.activation", ACTIVATIONS),
                reader.named("model.code-activation", ACTIVATIONS),
                reader.named("model.output-activation", ACTIVATIONS),
                reader.named("model.weight-init", WEIGHT_INITS),
                Loss.read(reader),
                reader.notNegative("model.l1"),
                reader.notNegative("model.l2"),
                PenaltySettings.read(reader),
                Corruption.read(reader),
                reader.notNegative("model.beta"),
                ConvolutionSettings.read(reader));
        if (settings.family == Family.PCA) {
            return settings.linear();
        }
        settings.noteConflicts(reader);
        return settings;
    }

    /** Whether training draws random numbers for each minibatch. */
    public boolean isRandom() {
        return family == Family.VAE || family == Family.CONV_VAE || corruption.kind() != Corruption.Kind.NONE;
    }

    /**
     * What is wrong with this model if features are not all in [0, 1].
     *
     * @param cause for the message
     */
    public Optional<String> problemOutsideUnit(String cause) {
        return loss == Loss.BCE
                ? Optional.of("model.loss: expected mse or mae, since bce compares probabilities and " + cause
                        + ", found bce (and model.output-activation = identity goes with them)")
                : Optional.empty();
    }

    private void noteConflicts(SettingsReader reader) {
        if (penalty.kind() != PenaltySettings.Kind.NONE && family != Family.DENSE) {
            reader.problem("model.activity-penalty.kind: expected none, since model.family is not dense, found "
                    + penalty.kind().name().toLowerCase(Locale.ROOT));
        }
        if (penalty.kind() == PenaltySettings.Kind.KL && codeActivation != Activation.SIGMOID) {
            reader.problem("model.code-activation: expected sigmoid, since model.activity-penalty.kind = kl compares"
                    + " probabilities, found " + codeActivation.name().toLowerCase(Locale.ROOT));
        }
        if (loss == Loss.BCE && outputActivation != Activation.SIGMOID) {
            reader.problem(
                    "model.output-activation: expected sigmoid, since model.loss = bce is computed on its logits,"
                            + " found " + outputActivation.name().toLowerCase(Locale.ROOT));
        }
    }

    private ModelSettings linear() {
        return new ModelSettings(
                family,
                List.of(),
                code,
                Activation.IDENTITY,
                Activation.IDENTITY,
                Activation.IDENTITY,
                WeightInit.ZERO,
                Loss.MSE,
                0,
                0,
                PenaltySettings.NONE,
                Corruption.NONE,
                0,
                convolution);
    }
}
