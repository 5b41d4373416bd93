package io.sparkae.model;

import io.sparkae.model.layer.PenaltySettings;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param contraction weight of the code's squared Jacobian against the loss a pixel, for the contractive family
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
        double contraction,
        ConvolutionSettings convolution)
        implements Serializable {

    /** All but RRELU, which draws random numbers. */
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

    /** @throws SettingsException if a value is out of its bounds */
    public ModelSettings {
        hidden = List.copyOf(hidden);
        hidden.forEach(units -> Bounds.intAtLeast("model.hidden", 1, units));
        Bounds.intAtLeast("model.code", 1, code);
        Bounds.notNegative("model.l1", l1);
        Bounds.notNegative("model.l2", l2);
        Bounds.notNegative("model.beta", beta);
        Bounds.notNegative("model.contraction", contraction);
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static ModelSettings defaults() {
        return Settings.defaults(ModelSettings::read);
    }

    /** Reads the keys {@code model.*}. */
    public static ModelSettings read(SettingsReader reader) {
        ModelSettings settings = new ModelSettings(
                        family(reader),
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
                        reader.notNegative("model.contraction"),
                        ConvolutionSettings.read(reader))
                .inForce();
        settings.conflicts().forEach(reader::problem);
        return settings;
    }

    private static Family family(SettingsReader reader) {
        String label = reader.text("model.family");
        return Family.find(label).orElseGet(() -> {
            reader.problem(Family.unknown(label));
            return Family.all().get(0);
        });
    }

    /** These settings with what the family fixes. */
    public ModelSettings inForce() {
        return family.adapt(this);
    }

    /** Whether training draws random numbers for each minibatch: in the network's layers, or to corrupt its input. */
    public boolean isRandom() {
        return family.isRandom() || corruption.kind() != Corruption.Kind.NONE;
    }

    /**
     * The problem of this model with features outside [0, 1]; empty if none.
     *
     * @param cause for the message
     */
    public Optional<String> problemOutsideUnit(String cause) {
        return loss == Loss.BCE
                ? Optional.of("model.loss: expected mse or mae, since bce compares probabilities and " + cause
                        + ", found bce (and model.output-activation = identity goes with them)")
                : Optional.empty();
    }

    /** Combinations that make no sense, a message each. */
    public List<String> conflicts() {
        List<String> problems = new ArrayList<>(family.problems(this));
        if (penalty.kind() != PenaltySettings.Kind.NONE && !family.isPenalisable()) {
            problems.add("model.activity-penalty.kind: expected none, since model.family = " + family.label()
                    + ", found " + lower(penalty.kind()));
        }
        if (penalty.kind() == PenaltySettings.Kind.KL && codeActivation != Activation.SIGMOID) {
            problems.add("model.code-activation: expected sigmoid, since model.activity-penalty.kind = kl compares"
                    + " probabilities, found " + lower(codeActivation));
        }
        if (loss == Loss.BCE && outputActivation != Activation.SIGMOID) {
            problems.add("model.output-activation: expected sigmoid, since model.loss = bce is computed on its logits,"
                    + " found " + lower(outputActivation));
        }
        return problems;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** With another family. */
    public ModelSettings withFamily(Family other) {
        return with(draft -> draft.family = other);
    }

    /** With other hidden layers. */
    public ModelSettings withHidden(List<Integer> units) {
        return with(draft -> draft.hidden = units);
    }

    /** With another dimension of the code. */
    public ModelSettings withCode(int dimension) {
        return with(draft -> draft.code = dimension);
    }

    /** With other activations of hidden layers, code and output. */
    public ModelSettings withActivations(Activation ofHidden, Activation ofCode, Activation ofOutput) {
        return with(draft -> {
            draft.activation = ofHidden;
            draft.codeActivation = ofCode;
            draft.outputActivation = ofOutput;
        });
    }

    /** With another distribution of initial weights. */
    public ModelSettings withWeightInit(WeightInit other) {
        return with(draft -> draft.weightInit = other);
    }

    /** With another loss. */
    public ModelSettings withLoss(Loss other) {
        return with(draft -> draft.loss = other);
    }

    /** With other weights of the sums of absolute and of squared network weights. */
    public ModelSettings withWeightPenalties(double absolute, double squared) {
        return with(draft -> {
            draft.l1 = absolute;
            draft.l2 = squared;
        });
    }

    /** With another penalty on the code's activations. */
    public ModelSettings withPenalty(PenaltySettings other) {
        return with(draft -> draft.penalty = other);
    }

    /** With another corruption of the input. */
    public ModelSettings withCorruption(Corruption other) {
        return with(draft -> draft.corruption = other);
    }

    /** With another weight of the latent loss. */
    public ModelSettings withBeta(double weight) {
        return with(draft -> draft.beta = weight);
    }

    /** With another weight of the code's squared Jacobian. */
    public ModelSettings withContraction(double weight) {
        return with(draft -> draft.contraction = weight);
    }

    /** With other convolutions. */
    public ModelSettings withConvolution(ConvolutionSettings other) {
        return with(draft -> draft.convolution = other);
    }

    private ModelSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The components, to be changed. */
    private static final class Draft {
        private Family family;
        private List<Integer> hidden;
        private int code;
        private Activation activation;
        private Activation codeActivation;
        private Activation outputActivation;
        private WeightInit weightInit;
        private Loss loss;
        private double l1;
        private double l2;
        private PenaltySettings penalty;
        private Corruption corruption;
        private double beta;
        private double contraction;
        private ConvolutionSettings convolution;

        Draft(ModelSettings from) {
            family = from.family;
            hidden = from.hidden;
            code = from.code;
            activation = from.activation;
            codeActivation = from.codeActivation;
            outputActivation = from.outputActivation;
            weightInit = from.weightInit;
            loss = from.loss;
            l1 = from.l1;
            l2 = from.l2;
            penalty = from.penalty;
            corruption = from.corruption;
            beta = from.beta;
            contraction = from.contraction;
            convolution = from.convolution;
        }

        ModelSettings settings() {
            return new ModelSettings(
                    family,
                    hidden,
                    code,
                    activation,
                    codeActivation,
                    outputActivation,
                    weightInit,
                    loss,
                    l1,
                    l2,
                    penalty,
                    corruption,
                    beta,
                    contraction,
                    convolution);
        }
    }

    /**
     * The settings {@code model.convolution.*}: the layers before the dense ones.
     *
     * @param filters of each layer
     * @param strides of each layer
     * @param kernel height and width of all kernels, in pixels
     */
    public record ConvolutionSettings(List<Integer> filters, List<Integer> strides, int kernel)
            implements Serializable {
        /** Sides of the largest images that are read. */
        private static final int MOST_REDUCTION = 4096;

        static ConvolutionSettings read(SettingsReader reader) {
            ConvolutionSettings settings = new ConvolutionSettings(
                    reader.intsAtLeast("model.convolution.filters", 1),
                    reader.intsAtLeast("model.convolution.strides", 1),
                    reader.intAtLeast("model.convolution.kernel", 1));
            if (settings.filters.isEmpty() || settings.filters.size() != settings.strides.size()) {
                reader.problem("model.convolution.strides: expected one for each of model.convolution.filters = "
                        + settings.filters + ", found " + settings.strides);
            }
            if (settings.strides.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b)
                    > MOST_REDUCTION) {
                reader.problem("model.convolution.strides: expected a product of at most " + MOST_REDUCTION + ", found "
                        + settings.strides);
            }
            return settings;
        }

        /** The factor by which all layers together shrink an image's sides. */
        public int reduction() {
            return strides.stream().reduce(1, Math::multiplyExact);
        }
    }
}
