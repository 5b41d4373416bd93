package io.sparkae.ingest;

import io.sparkae.ingest.RowOrder.PlainOrder;
import io.sparkae.ingest.RowOrder.StratifiedOrder;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.rows.Split;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Seeds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of the ingest stage; {@code conf/reference.conf} explains each.
 *
 * @param seed of the shuffle and of generated digits
 * @param train the training input: files, folders, globs; none for generated digits
 * @param test the test input, none for generated digits
 * @param header whether CSV files begin with a header line
 * @param height of an image, 0 to take it from the data
 * @param width of an image, 0 to take it from the data
 * @param classes number of classes, 0 if the names or the data say
 * @param classNames names of the classes, or none
 * @param maxRejectedFraction largest share of rejected rows in an input
 * @param validationFraction share of the training rows held out
 * @param splitKind how held-out rows are chosen
 * @param scaling of pixels
 * @param scalingFrom run folder of a dataset whose scaling to use instead; empty for none
 * @param partitions files a split is written to
 * @param generatedKind what to generate
 * @param generatedTrainRows rows to generate for training
 * @param generatedTestRows rows to generate for the test
 */
public record IngestSettings(
        long seed,
        List<String> train,
        List<String> test,
        boolean header,
        int height,
        int width,
        int classes,
        List<String> classNames,
        double maxRejectedFraction,
        double validationFraction,
        SplitKind splitKind,
        ScalingKind scaling,
        String scalingFrom,
        int partitions,
        GeneratedKind generatedKind,
        int generatedTrainRows,
        int generatedTestRows) {
    /** Bound on labels if settings give neither classes nor names. */
    private static final int USUAL_CLASSES = 1000;

    /** Largest n whose n × n confusion matrix fits one array. */
    private static final int MOST_CLASSES = 46_340;

    /** @throws io.sparkae.settings.SettingsException if a number is out of bounds */
    public IngestSettings {
        train = List.copyOf(train);
        test = List.copyOf(test);
        classNames = List.copyOf(classNames);
        Bounds.intAtLeast("data.image-height", 0, height);
        Bounds.intAtLeast("data.image-width", 0, width);
        Bounds.intAtLeast("data.classes", 0, classes);
        Bounds.fraction("ingest.max-rejected-fraction", maxRejectedFraction);
        Bounds.fractionBelowOne("ingest.validation-fraction", validationFraction);
        Bounds.intAtLeast("ingest.partitions", 1, partitions);
        Bounds.intAtLeast("generate.train-rows", 1, generatedTrainRows);
        Bounds.intAtLeast("generate.test-rows", 1, generatedTestRows);
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static IngestSettings defaults() {
        return Settings.defaults(IngestSettings::read);
    }

    /** Reads the keys {@code seed}, {@code data.*}, {@code ingest.*} and {@code generate.*}. */
    public static IngestSettings read(SettingsReader reader) {
        IngestSettings settings = new IngestSettings(
                reader.anyLong("seed"),
                reader.oneOrMoreTexts("data.train"),
                reader.oneOrMoreTexts("data.test"),
                reader.bool("data.header"),
                reader.intAtLeast("data.image-height", 0),
                reader.intAtLeast("data.image-width", 0),
                reader.intAtLeast("data.classes", 0),
                reader.texts("data.class-names"),
                reader.fraction("ingest.max-rejected-fraction"),
                reader.fractionBelowOne("ingest.validation-fraction"),
                reader.oneOf("ingest.split", SplitKind.class),
                reader.oneOf("ingest.scaling", ScalingKind.class),
                reader.text("ingest.scaling-from"),
                reader.intAtLeast("ingest.partitions", 1),
                reader.oneOf("generate.kind", GeneratedKind.class),
                reader.intAtLeast("generate.train-rows", 1),
                reader.intAtLeast("generate.test-rows", 1));
        settings.conflicts().forEach(reader::problem);
        return settings;
    }

    /** Whether rows are generated, since no input is named. */
    boolean generated() {
        return train.isEmpty();
    }

    /** Whether features may leave [0, 1]. */
    public boolean standardised() {
        return scaling == ScalingKind.STANDARD;
    }

    /** The settings with another seed. */
    public IngestSettings withSeed(long other) {
        return with(draft -> draft.seed = other);
    }

    /** The settings with another training input. */
    public IngestSettings withTrain(List<String> other) {
        return with(draft -> draft.train = other);
    }

    /** The settings with another test input. */
    public IngestSettings withTest(List<String> other) {
        return with(draft -> draft.test = other);
    }

    /** The settings with CSV files with or without a header line. */
    public IngestSettings withHeader(boolean other) {
        return with(draft -> draft.header = other);
    }

    /** The settings with another image height, 0 to take it from the data. */
    public IngestSettings withHeight(int other) {
        return with(draft -> draft.height = other);
    }

    /** The settings with another image width, 0 to take it from the data. */
    public IngestSettings withWidth(int other) {
        return with(draft -> draft.width = other);
    }

    /** The settings with another number of classes, 0 to take it from the data. */
    public IngestSettings withClasses(int other) {
        return with(draft -> draft.classes = other);
    }

    /** The settings with other class names. */
    public IngestSettings withClassNames(List<String> other) {
        return with(draft -> draft.classNames = other);
    }

    /** The settings with another largest share of rejected rows. */
    public IngestSettings withMaxRejectedFraction(double other) {
        return with(draft -> draft.maxRejectedFraction = other);
    }

    /** The settings with another share of held-out rows. */
    public IngestSettings withValidationFraction(double other) {
        return with(draft -> draft.validationFraction = other);
    }

    /** The settings with another choice of held-out rows. */
    public IngestSettings withSplitKind(SplitKind other) {
        return with(draft -> draft.splitKind = other);
    }

    /** The settings with another scaling. */
    public IngestSettings withScaling(ScalingKind other) {
        return with(draft -> draft.scaling = other);
    }

    /** The settings with the scaling of an earlier run. */
    public IngestSettings withScalingFrom(String other) {
        return with(draft -> draft.scalingFrom = other);
    }

    /** The settings with another number of files per split. */
    public IngestSettings withPartitions(int other) {
        return with(draft -> draft.partitions = other);
    }

    /** The settings with another kind of generated rows. */
    public IngestSettings withGeneratedKind(GeneratedKind other) {
        return with(draft -> draft.generatedKind = other);
    }

    /** The settings with another number of generated training rows. */
    public IngestSettings withGeneratedTrainRows(int other) {
        return with(draft -> draft.generatedTrainRows = other);
    }

    /** The settings with another number of generated test rows. */
    public IngestSettings withGeneratedTestRows(int other) {
        return with(draft -> draft.generatedTestRows = other);
    }

    /** The number of classes that settings give; 0 if the data decides. */
    public int knownClasses() {
        return classes > 0 ? classes : classNames.size();
    }

    /** The settings of input files. */
    public SourceSettings source() {
        return new SourceSettings(height, width, knownClasses() > 0 ? knownClasses() : USUAL_CLASSES, header);
    }

    List<String> conflicts() {
        List<String> problems = new ArrayList<>();
        if (train.isEmpty() != test.isEmpty()) {
            String missing = train.isEmpty() ? "data.train" : "data.test";
            problems.add(missing + ": expected a file, since the other of data.train and data.test is set, found none");
        }
        if (!classNames.isEmpty() && classes > 0 && classNames.size() != classes) {
            problems.add("data.class-names: expected none or one for each of data.classes = " + classes + ", found "
                    + classNames.size());
        }
        if (classes > MOST_CLASSES) {
            problems.add("data.classes: expected at most " + MOST_CLASSES + ", found " + classes);
        }
        long pixels = (long) Math.max(1, height) * Math.max(1, width);
        if (pixels > RowSource.MOST_PIXELS) {
            problems.add("data.image-height, data.image-width: expected images of at most " + RowSource.MOST_PIXELS
                    + " pixels, found " + pixels);
        }
        if (generated()) {
            requireGenerated(
                    problems, "data.image-height", height, generatedKind.size().height());
            requireGenerated(
                    problems, "data.image-width", width, generatedKind.size().width());
            requireGenerated(problems, "data.classes", classes, generatedKind.classes());
        }
        return problems;
    }

    /** @throws SettingsException if settings contradict each other */
    void requireConsistent() {
        List<String> conflicts = conflicts();
        if (!conflicts.isEmpty()) {
            throw new SettingsException(conflicts);
        }
    }

    private static void requireGenerated(List<String> problems, String key, int found, int expected) {
        if (found > 0 && found != expected) {
            problems.add(key + ": expected " + expected + ", or 0, for the kind of generate.kind, found " + found);
        }
    }

    /** How held-out rows are chosen. */
    public enum SplitKind {
        /** At random from all rows. */
        PLAIN {
            @Override
            RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed) {
                return new PlainOrder(new Permutation(rows, seed));
            }
        },
        /** The same share of every class. */
        STRATIFIED {
            @Override
            RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed) {
                return new StratifiedOrder(rowsOfClass, toHold, Seeds.of(seed, "ingest.stratified"));
            }
        };

        /**
         * A shuffle whose first positions are the rows to hold out.
         *
         * @param rowsOfClass accepted rows by class, those without a label first
         */
        abstract RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed);
    }

    /** Kinds of scaling. */
    public enum ScalingKind {
        /** To [0, 1]. */
        UNIT {
            @Override
            Scaling fit(PlacedRows training) {
                return new UnitScaling();
            }
        },
        /** Each pixel to mean 0 and standard deviation 1 over the training rows. */
        STANDARD {
            @Override
            Scaling fit(PlacedRows training) {
                return training.standardScaling(Split.TRAIN);
            }
        },
        /** No scaling. */
        NONE {
            @Override
            Scaling fit(PlacedRows training) {
                return new NoScaling();
            }
        };

        /** Fits the scaling to the training rows. */
        abstract Scaling fit(PlacedRows training);
    }

    private IngestSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** A mutable copy, changed by one {@code with…} method. */
    private static final class Draft {
        private long seed;
        private List<String> train;
        private List<String> test;
        private boolean header;
        private int height;
        private int width;
        private int classes;
        private List<String> classNames;
        private double maxRejectedFraction;
        private double validationFraction;
        private SplitKind splitKind;
        private ScalingKind scaling;
        private String scalingFrom;
        private int partitions;
        private GeneratedKind generatedKind;
        private int generatedTrainRows;
        private int generatedTestRows;

        Draft(IngestSettings from) {
            seed = from.seed;
            train = from.train;
            test = from.test;
            header = from.header;
            height = from.height;
            width = from.width;
            classes = from.classes;
            classNames = from.classNames;
            maxRejectedFraction = from.maxRejectedFraction;
            validationFraction = from.validationFraction;
            splitKind = from.splitKind;
            scaling = from.scaling;
            scalingFrom = from.scalingFrom;
            partitions = from.partitions;
            generatedKind = from.generatedKind;
            generatedTrainRows = from.generatedTrainRows;
            generatedTestRows = from.generatedTestRows;
        }

        IngestSettings settings() {
            return new IngestSettings(
                    seed,
                    train,
                    test,
                    header,
                    height,
                    width,
                    classes,
                    classNames,
                    maxRejectedFraction,
                    validationFraction,
                    splitKind,
                    scaling,
                    scalingFrom,
                    partitions,
                    generatedKind,
                    generatedTrainRows,
                    generatedTestRows);
        }
    }
}
