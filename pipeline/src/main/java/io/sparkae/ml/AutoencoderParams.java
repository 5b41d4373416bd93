package io.sparkae.ml;

import io.sparkae.ml.Features.Invalid;
import io.sparkae.model.Family;
import io.sparkae.model.ModelSettings;
import io.sparkae.train.TrainingSettings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * Params of {@link Autoencoder} and {@link AutoencoderModel}. Those that are settings of the command too have its defaults, and
 * are explained in {@code conf/reference.conf}.
 *
 * @param <T> the stage itself, which setters return
 */
public interface AutoencoderParams<T extends AutoencoderParams<T>> extends Params {
    /** The params of this stage; Spark ML finds them by the methods that return one. */
    Declared declared();

    /** One column of vectors or arrays of numbers. */
    default Param<String> inputCol() {
        return declared().inputCol;
    }

    /** Several columns instead: numbers, vectors or arrays, one after the other. */
    default StringArrayParam inputCols() {
        return declared().inputCols;
    }

    /** What becomes of rows with nulls, with values that are not finite or with another number of values. */
    default Param<String> handleInvalid() {
        return declared().handleInvalid;
    }

    /** Column of the codes, vectors. */
    default Param<String> outputCol() {
        return declared().outputCol;
    }

    /** Column of the mean squared error per feature. */
    default Param<String> reconstructionErrorCol() {
        return declared().reconstructionErrorCol;
    }

    /** Column of the reconstructions, vectors. */
    default Param<String> reconstructionCol() {
        return declared().reconstructionCol;
    }

    /** Boolean column: true where a row is held out to choose the best epoch by. */
    default Param<String> validationIndicatorCol() {
        return declared().validationIndicatorCol;
    }

    /** Column of the number of times a row counts. */
    default Param<String> weightCol() {
        return declared().weightCol;
    }

    /** Where training starts from. */
    default Param<String> initialModel() {
        return declared().initialModel;
    }

    /** {@code model.family}. */
    default Param<String> family() {
        return declared().family;
    }

    /** {@code model.hidden}. */
    default IntArrayParam hidden() {
        return declared().hidden;
    }

    /** {@code model.code}. */
    default IntParam codeSize() {
        return declared().codeSize;
    }

    /** {@code model.activation}. */
    default Param<String> activation() {
        return declared().activation;
    }

    /** {@code model.code-activation}. */
    default Param<String> codeActivation() {
        return declared().codeActivation;
    }

    /** {@code model.output-activation}. */
    default Param<String> outputActivation() {
        return declared().outputActivation;
    }

    /** {@code model.loss}. */
    default Param<String> loss() {
        return declared().loss;
    }

    /** {@code data.image-height}. */
    default IntParam imageHeight() {
        return declared().imageHeight;
    }

    /** {@code data.image-width}. */
    default IntParam imageWidth() {
        return declared().imageWidth;
    }

    /** {@code training.epochs}. */
    default IntParam epochs() {
        return declared().epochs;
    }

    /** {@code training.batch-size}. */
    default IntParam batchSize() {
        return declared().batchSize;
    }

    /** {@code training.workers}. */
    default IntParam workers() {
        return declared().workers;
    }

    /** {@code training.updater}. */
    default Param<String> updater() {
        return declared().updater;
    }

    /** {@code training.learning-rate}. */
    default DoubleParam learningRate() {
        return declared().learningRate;
    }

    /** {@code training.averaging-method}. */
    default Param<String> averagingMethod() {
        return declared().averagingMethod;
    }

    /** {@code training.averaging-frequency}. */
    default IntParam averagingFrequency() {
        return declared().averagingFrequency;
    }

    /** {@code training.early-stopping.patience}. */
    default IntParam patience() {
        return declared().patience;
    }

    /** {@code training.early-stopping.min-improvement}. */
    default DoubleParam minImprovement() {
        return declared().minImprovement;
    }

    /** {@code seed}. */
    default LongParam seed() {
        return declared().seed;
    }

    /** Any other settings {@code model.*} and {@code training.*}, each as the command's {@code -s} takes it. */
    default StringArrayParam settings() {
        return declared().settings;
    }

    /** The code's dimension. */
    default int getCodeSize() {
        return (Integer) getOrDefault(codeSize());
    }

    /** Name of the codes' column. */
    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    /** Name of the errors' column; empty for none. */
    default String getReconstructionErrorCol() {
        return getOrDefault(reconstructionErrorCol());
    }

    /** Name of the reconstructions' column; empty for none. */
    default String getReconstructionCol() {
        return getOrDefault(reconstructionCol());
    }

    /** Sets {@code inputCol}, the column of features. */
    default T setInputCol(String value) {
        return with(inputCol(), value);
    }

    /** Sets {@code inputCols}, several columns of features. */
    default T setInputCols(String[] value) {
        return with(inputCols(), value);
    }

    /** Sets {@code handleInvalid}: error, skip or keep. */
    default T setHandleInvalid(String value) {
        return with(handleInvalid(), value);
    }

    /** Sets {@code outputCol}, the column of codes. */
    default T setOutputCol(String value) {
        return with(outputCol(), value);
    }

    /** Sets {@code reconstructionErrorCol}, empty for none. */
    default T setReconstructionErrorCol(String value) {
        return with(reconstructionErrorCol(), value);
    }

    /** Sets {@code reconstructionCol}, empty for none. */
    default T setReconstructionCol(String value) {
        return with(reconstructionCol(), value);
    }

    @SuppressWarnings("unchecked") // T is this stage's own class
    private <V> T with(Param<V> param, V value) {
        set(param, value);
        return (T) this;
    }

    /** The declared params of one stage. */
    final class Declared implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Param<String> inputCol;
        private final StringArrayParam inputCols;
        private final Param<String> handleInvalid;
        private final Param<String> outputCol;
        private final Param<String> reconstructionErrorCol;
        private final Param<String> reconstructionCol;
        private final Param<String> validationIndicatorCol;
        private final Param<String> weightCol;
        private final Param<String> initialModel;
        private final Param<String> family;
        private final IntArrayParam hidden;
        private final IntParam codeSize;
        private final Param<String> activation;
        private final Param<String> codeActivation;
        private final Param<String> outputActivation;
        private final Param<String> loss;
        private final IntParam imageHeight;
        private final IntParam imageWidth;
        private final IntParam epochs;
        private final IntParam batchSize;
        private final IntParam workers;
        private final Param<String> updater;
        private final DoubleParam learningRate;
        private final Param<String> averagingMethod;
        private final IntParam averagingFrequency;
        private final IntParam patience;
        private final DoubleParam minImprovement;
        private final LongParam seed;
        private final StringArrayParam settings;
        private final Map<Param<?>, String> keys = new LinkedHashMap<>();

        /** @param stage that they belong to; it has its uid already */
        Declared(Params stage) {
            inputCol = text(stage, "inputCol", "column of the features: a vector, array<float> or array<double>");
            inputCols = new StringArrayParam(
                    stage,
                    "inputCols",
                    "columns of the features, one after the other, instead of inputCol: numbers, vectors or arrays");
            handleInvalid = new Param<>(
                    stage,
                    "handleInvalid",
                    "what becomes of a row whose features are null, not finite, above 1e15 in size or of another number:"
                            + " error; skip (left out); keep (null for outputs; fit leaves it out)",
                    ParamValidators.inArray(Invalid.names()));
            outputCol = text(stage, "outputCol", "column of the codes, vectors of codeSize values");
            reconstructionErrorCol = text(
                    stage,
                    "reconstructionErrorCol",
                    "column of the mean squared error of the reconstruction per feature; empty for none");
            reconstructionCol =
                    text(stage, "reconstructionCol", "column of the reconstructions, vectors; empty for none");
            validationIndicatorCol = text(
                    stage,
                    "validationIndicatorCol",
                    "boolean column: true where a row is held out, to choose the best epoch and stop early by");
            weightCol = text(
                    stage,
                    "weightCol",
                    "column of the number of times a row counts, 0 to " + TrainingFrame.MOST_COPIES
                            + "; a fraction is the probability of one more, drawn from the seed");
            initialModel = text(
                    stage,
                    "initialModel",
                    "folder of a saved AutoencoderModel, or a model.zip, of the same layers, that training starts from");

            family = keyed(text(stage, "family", "kind of network: " + families()), "model.family");
            hidden = keyed(
                    new IntArrayParam(stage, "hidden", "units of the layers between input and code"), "model.hidden");
            codeSize = keyed(
                    new IntParam(stage, "codeSize", "dimension of the code, >= 1", ParamValidators.gtEq(1)),
                    "model.code");
            activation = keyed(text(stage, "activation", "of hidden layers, by its DL4J name"), "model.activation");
            codeActivation =
                    keyed(text(stage, "codeActivation", "of the code, by its DL4J name"), "model.code-activation");
            outputActivation = keyed(
                    text(stage, "outputActivation", "of the reconstruction, by its DL4J name"),
                    "model.output-activation");
            loss = keyed(
                    text(stage, "loss", "what training minimises: bce (features in [0, 1]), mse or mae"), "model.loss");
            imageHeight = atLeast(stage, "imageHeight", "height of a row as an image, 0 if it is square or none", 0);
            imageWidth = atLeast(stage, "imageWidth", "width of a row as an image, 0 if it is square or none", 0);
            epochs = keyed(atLeast(stage, "epochs", "passes over the rows, >= 1", 1), "training.epochs");
            batchSize =
                    keyed(atLeast(stage, "batchSize", "rows of a step of all workers, >= 1", 1), "training.batch-size");
            workers = keyed(
                    atLeast(
                            stage,
                            "workers",
                            "partitions that train side by side, >= 1; fewer slots take them in turn",
                            1),
                    "training.workers");
            updater = keyed(text(stage, "updater", "optimizer, by its DL4J name"), "training.updater");
            learningRate = keyed(
                    new DoubleParam(stage, "learningRate", "of the updater, > 0", ParamValidators.gt(0)),
                    "training.learning-rate");
            averagingMethod = keyed(
                    text(stage, "averagingMethod", "of the workers' states: mean, slowmo, diloco or gradient"),
                    "training.averaging-method");
            averagingFrequency = keyed(
                    atLeast(stage, "averagingFrequency", "most minibatches between two averagings, >= 1", 1),
                    "training.averaging-frequency");
            patience = keyed(
                    atLeast(stage, "patience", "epochs without improvement before training stops, 0 for never", 0),
                    "training.early-stopping.patience");
            minImprovement = keyed(
                    new DoubleParam(
                            stage,
                            "minImprovement",
                            "decrease of the loss that counts as improvement, >= 0",
                            ParamValidators.gtEq(0)),
                    "training.early-stopping.min-improvement");
            seed = keyed(new LongParam(stage, "seed", "of all random choices"), "seed");
            settings = new StringArrayParam(
                    stage,
                    "settings",
                    "other settings model.* and training.* of conf/reference.conf, each as KEY=VALUE");
            setDefaults(stage);
        }

        private void setDefaults(Params stage) {
            ModelSettings model = ModelSettings.defaults();
            TrainingSettings training = TrainingSettings.defaults();
            stage.setDefault(inputCol, "features");
            stage.setDefault(handleInvalid, Invalid.names()[0]);
            stage.setDefault(outputCol, "code");
            stage.setDefault(reconstructionErrorCol, "reconstructionError");
            stage.setDefault(reconstructionCol, "");
            stage.setDefault(family, model.family().label());
            stage.setDefault(
                    hidden, model.hidden().stream().mapToInt(Integer::intValue).toArray());
            stage.setDefault(codeSize, model.code());
            stage.setDefault(activation, lower(model.activation()));
            stage.setDefault(codeActivation, lower(model.codeActivation()));
            stage.setDefault(outputActivation, lower(model.outputActivation()));
            stage.setDefault(loss, lower(model.loss()));
            stage.setDefault(imageHeight, 0);
            stage.setDefault(imageWidth, 0);
            stage.setDefault(epochs, training.epochs());
            stage.setDefault(batchSize, training.batchSize());
            stage.setDefault(workers, training.workers());
            stage.setDefault(averagingMethod, lower(training.averaging().method()));
            stage.setDefault(averagingFrequency, training.averaging().frequency());
            stage.setDefault(patience, training.stopping().patience());
            stage.setDefault(minImprovement, training.stopping().minImprovement());
            stage.setDefault(seed, training.seed());
            stage.setDefault(settings, new String[0]);
        }

        /** The settings' keys by their params. */
        Map<Param<?>, String> keys() {
            return keys;
        }

        private <P extends Param<?>> P keyed(P param, String key) {
            keys.put(param, key);
            return param;
        }

        private static Param<String> text(Params stage, String name, String doc) {
            return new Param<>(stage, name, doc);
        }

        private static IntParam atLeast(Params stage, String name, String doc, int least) {
            return new IntParam(stage, name, doc, ParamValidators.gtEq(least));
        }

        private static String families() {
            return String.join(", ", Family.all().stream().map(Family::label).toList());
        }

        private static String lower(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }
}
