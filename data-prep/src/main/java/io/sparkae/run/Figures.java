package io.sparkae.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The registry of figures: each number of {@code metrics.json} that people compare, with its label, unit, format and
 * direction. Terminal, report, comparison and sweep show what is listed here, in this order, so that a new figure is a
 * component of its stage's record and a line here.
 */
public final class Figures {
    /** In the order in which they are shown. */
    public static final List<Figure> ALL = List.of(
            count("dataset.trainRows", Topic.DATA, "training rows"),
            count("dataset.validationRows", Topic.DATA, "validation rows"),
            count("dataset.testRows", Topic.DATA, "test rows"),
            count("dataset.rejectedRows", Topic.DATA, "rejected rows"),
            count("dataset.features", Topic.DATA, "features"),
            count("dataset.classes", Topic.DATA, "classes"),
            count("dataset.duplicateTrainRows", Topic.DATA, "repeated training rows"),
            count("dataset.duplicateTestRows", Topic.DATA, "repeated test rows"),
            count("dataset.testRowsInTrain", Topic.DATA, "test rows also in the training input"),
            count("training.parameters", Topic.TRAINING, "parameters"),
            new Figure("training.epochs", Topic.TRAINING, "epochs", "", "%,d", Direction.NEITHER, Reduction.POSITIVE),
            count("training.bestEpoch", Topic.TRAINING, "best epoch"),
            count("training.workers", Topic.TRAINING, "workers"),
            count("training.roundsPerEpoch", Topic.TRAINING, "rounds per epoch"),
            count("training.rowsPerStep", Topic.TRAINING, "rows per step"),
            count("training.bytesPerEpoch", Topic.TRAINING, "bytes per epoch and worker"),
            new Figure(
                    "training.secondsPerEpoch",
                    Topic.TRAINING,
                    "median epoch",
                    "s",
                    "%.1f",
                    Direction.LOWER,
                    Reduction.MEDIAN),
            new Figure(
                    "training.trainLoss",
                    Topic.TRAINING,
                    "last training loss",
                    "",
                    "%.4f",
                    Direction.LOWER,
                    Reduction.LAST),
            new Figure(
                    "training.validationLoss",
                    Topic.TRAINING,
                    "last validation loss",
                    "",
                    "%.4f",
                    Direction.LOWER,
                    Reduction.LAST),
            count("encoding.dimension", Topic.CODES, "dimensions"),
            number("encoding.compressionRatio", Topic.CODES, "compression ratio", "", "%.1f", Direction.NEITHER),
            number("encoding.meanCode", Topic.CODES, "mean value", "", "%.4f", Direction.NEITHER),
            share("encoding.nearZeroShare", Topic.CODES, "values near zero", Direction.NEITHER),
            error("reconstruction.testBce", "test cross-entropy"),
            error("reconstruction.testMse", "test mean squared error"),
            error("reconstruction.testMseFromCorrupted", "test mean squared error from corrupted input"),
            nats("reconstruction.testElbo", "test evidence lower bound", Direction.HIGHER),
            nats("reconstruction.testReconstructionNats", "reconstruction term", Direction.LOWER),
            nats("reconstruction.testLatentNats", "latent term", Direction.LOWER),
            share("knn.accuracy", Topic.KNN_CODES, "accuracy", Direction.HIGHER),
            share("knn.accuracyLower", Topic.KNN_CODES, "lower 95 % bound", Direction.NEITHER),
            share("knn.accuracyUpper", Topic.KNN_CODES, "upper 95 % bound", Direction.NEITHER),
            share("knn.macroF1", Topic.KNN_CODES, "macro-F1", Direction.HIGHER),
            share("knn.balancedAccuracy", Topic.KNN_CODES, "balanced accuracy", Direction.HIGHER),
            count("knn.k", Topic.KNN_CODES, "k"),
            share("knn.recall", Topic.KNN_CODES, "recall of the search", Direction.HIGHER),
            search("knn.seconds", Topic.KNN_CODES, "search time"),
            search("knn.exactSeconds", Topic.KNN_CODES, "exact search time"),
            share("knn.rawAccuracy", Topic.KNN_PIXELS, "accuracy", Direction.HIGHER),
            share("knn.rawRecall", Topic.KNN_PIXELS, "recall of the search", Direction.HIGHER),
            search("knn.rawSeconds", Topic.KNN_PIXELS, "search time"),
            search("knn.rawExactSeconds", Topic.KNN_PIXELS, "exact search time"),
            seconds("stages.ingest", Topic.TIME, "ingest"),
            seconds("stages.train", Topic.TIME, "train"),
            seconds("stages.encode", Topic.TIME, "encode"),
            seconds("stages.knn", Topic.TIME, "knn"),
            seconds("stages.report", Topic.TIME, "report"));

    private Figures() {}

    /** Which values of a figure are better. */
    public enum Direction {
        /** For example an accuracy. */
        HIGHER,
        /** For example an error. */
        LOWER,
        /** For example a count of rows. */
        NEITHER
    }

    /** The subject that figures are about; they are shown together. */
    public enum Topic {
        /** Rows and their features. */
        DATA("data"),
        /** The model and the work of training it. */
        TRAINING("training"),
        /** Values of codes. */
        CODES("codes"),
        /** Reconstructions of the test rows. */
        RECONSTRUCTION("reconstruction"),
        /** Neighbours among codes. */
        KNN_CODES("k-NN on codes"),
        /** Neighbours among raw features, the baseline. */
        KNN_PIXELS("k-NN on pixels"),
        /** Time that stages took. */
        TIME("time");

        private final String label;

        Topic(String label) {
            this.label = label;
        }

        /** The topic's name for people, of at most 14 letters. */
        public String label() {
            return label;
        }
    }

    /** Reduces a value of {@code metrics.json} to one number. */
    public enum Reduction {
        /** The number itself. */
        NUMBER,
        /** The number if it is above 0: a model that is computed has no epochs. */
        POSITIVE,
        /** The last number of a list. */
        LAST,
        /** The median of a list. */
        MEDIAN;

        Optional<Double> of(JsonNode value) {
            if (this == NUMBER || this == POSITIVE) {
                return value.isNumber() && (this == NUMBER || value.doubleValue() > 0)
                        ? Optional.of(value.doubleValue())
                        : Optional.empty();
            }
            double[] numbers = StreamSupport.stream(value.spliterator(), false)
                    .filter(JsonNode::isNumber)
                    .mapToDouble(JsonNode::doubleValue)
                    .toArray();
            if (numbers.length == 0) {
                return Optional.empty();
            }
            return Optional.of(this == MEDIAN ? StatUtils.percentile(numbers, 50) : numbers[numbers.length - 1]);
        }
    }

    /**
     * A figure.
     *
     * @param key group and name in {@code metrics.json}, for example {@code knn.accuracy}
     * @param topic what it is about
     * @param label its name within the topic
     * @param unit behind the number; empty for none; {@code %} shows a share of 1 as a percentage
     * @param format of {@link String#format} for the number
     * @param better which values are better
     * @param reduction of the value to a number
     */
    public record Figure(
            String key, Topic topic, String label, String unit, String format, Direction better, Reduction reduction) {

        /** The number; empty if the run does not have it. */
        public Optional<Double> of(Metrics metrics) {
            int dot = key.indexOf('.');
            return metrics.value(key.substring(0, dot), key.substring(dot + 1)).flatMap(reduction::of);
        }

        /** A value in the unit that is shown. */
        public double inUnit(double value) {
            return unit.equals("%") ? 100 * value : value;
        }

        /** A value as text without its unit. */
        public String number(double value) {
            double shown = inUnit(value);
            return format.contains("d")
                    ? String.format(Locale.ROOT, format, Math.round(shown))
                    : String.format(Locale.ROOT, format, shown);
        }

        /** A value as text with its unit. */
        public String text(double value) {
            return unit.isEmpty() ? number(value) : number(value) + "\u00a0" + unit;
        }

        /** The label with its topic, for tables of figures of several topics. */
        public String title() {
            return topic.label() + ": " + label;
        }
    }

    /** The figures of a topic that a run has, as text, for example "accuracy 95.15 %, k 10"; empty if it has none. */
    public static Optional<String> line(Topic topic, Metrics metrics) {
        List<String> parts = of(topic).stream()
                .flatMap(figure -> figure.of(metrics).stream().map(value -> figure.label() + " " + figure.text(value)))
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /** The figures of a topic, in the order in which they are shown. */
    public static List<Figure> of(Topic topic) {
        return ALL.stream().filter(figure -> figure.topic() == topic).toList();
    }

    /**
     * The figure with a key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Figure of(String key) {
        return ALL.stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no figure has the key " + key));
    }

    private static Figure number(String key, Topic topic, String label, String unit, String format, Direction better) {
        return new Figure(key, topic, label, unit, format, better, Reduction.NUMBER);
    }

    private static Figure count(String key, Topic topic, String label) {
        return number(key, topic, label, "", "%,d", Direction.NEITHER);
    }

    private static Figure share(String key, Topic topic, String label, Direction better) {
        return number(key, topic, label, "%", "%.2f", better);
    }

    private static Figure seconds(String key, Topic topic, String label) {
        return number(key, topic, label, "s", "%.1f", Direction.LOWER);
    }

    /** With two decimals: a search takes a fraction of a second. */
    private static Figure search(String key, Topic topic, String label) {
        return number(key, topic, label, "s", "%.2f", Direction.LOWER);
    }

    private static Figure error(String key, String label) {
        return number(key, Topic.RECONSTRUCTION, label, "per pixel", "%.4f", Direction.LOWER);
    }

    private static Figure nats(String key, String label, Direction better) {
        return number(key, Topic.RECONSTRUCTION, label, "nats per row", "%.1f", better);
    }
}
