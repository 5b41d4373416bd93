package io.sparkae.model;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
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
 */
public record ModelSettings(
        Family family,
        List<Integer> hidden,
        int code,
        Activation activation,
        Activation codeActivation,
        Activation outputActivation,
        WeightInit weightInit,
        Loss loss)
        implements Serializable {

    /** Kinds of network. */
    public enum Family {
        /** Fully connected layers; the decoder mirrors the encoder. */
        DENSE,
        /** One linear layer to the code and one back, their weights the principal components: found, not trained. */
        PCA
    }

    /** Reads the keys {@code model.*}. */
    public static ModelSettings read(SettingsReader reader) {
        ModelSettings settings = new ModelSettings(
                reader.oneOf("model.family", Family.class),
                reader.intsAtLeast("model.hidden", 1),
                reader.intAtLeast("model.code", 1),
                dl4jName(reader, "model.activation", Activation.class),
                dl4jName(reader, "model.code-activation", Activation.class),
                dl4jName(reader, "model.output-activation", Activation.class),
                dl4jName(reader, "model.weight-init", WeightInit.class),
                reader.oneOf("model.loss", Loss.class));
        if (settings.family == Family.PCA) {
            return settings.linear();
        }
        if (settings.loss == Loss.BCE && settings.outputActivation != Activation.SIGMOID) {
            reader.problem(
                    "model.output-activation: expected sigmoid, since model.loss = bce is computed on its logits,"
                            + " found " + settings.outputActivation.name().toLowerCase(Locale.ROOT));
        }
        return settings;
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
                Loss.MSE);
    }

    /** DL4J writes its names in capitals with underscores; both cases are taken. */
    private static <E extends Enum<E>> E dl4jName(SettingsReader reader, String key, Class<E> type) {
        String name = reader.text(key);
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            StringBuilder names = new StringBuilder();
            for (E constant : type.getEnumConstants()) {
                names.append(names.isEmpty() ? "" : ", ").append(constant.name().toLowerCase(Locale.ROOT));
            }
            reader.problem(key + ": expected one of " + names + ", found " + name);
            return type.getEnumConstants()[0];
        }
    }
}
