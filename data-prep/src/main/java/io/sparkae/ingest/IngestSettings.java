package io.sparkae.ingest;

import io.sparkae.ingest.RowOrder.PlainOrder;
import io.sparkae.ingest.RowOrder.StratifiedOrder;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.SourceSettings;
import io.sparkae.rows.Split;
import io.sparkae.settings.Seeds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.util.List;

/**
 * The settings of the ingest stage; {@code conf/reference.conf} explains each.
 *
 * @param seed of the shuffle and of generated digits
 * @param train the training input: files, folders, globs; none for generated digits
 * @param test the test input, none for generated digits
 * @param header whether CSV files begin with a header line
 * @param height of an image, 0 if the data says
 * @param width of an image, 0 if the data says
 * @param classes how many, 0 if the names or the data say
 * @param classNames names of the classes, or none
 * @param maxRejectedFraction the largest share of bad rows in an input that is put up with
 * @param validationFraction the share of the training rows held out
 * @param splitKind how those are chosen
 * @param scaling of pixels
 * @param scalingFrom folder of a dataset whose scaling to take instead; empty for none
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
    /** Labels are below this if neither settings nor names say more. */
    private static final int USUAL_CLASSES = 1000;

    /** Rows are counted by class, predictions by pairs of classes: a matrix with a row and a column for each is one array. */
    private static final int MOST_CLASSES = 46_340;

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
        settings.noteConflicts(reader);
        return settings;
    }

    /** Whether digits are generated, no input being named. */
    public boolean generated() {
        return train.isEmpty();
    }

    /** Whether features go beyond [0, 1] whatever the input. */
    public boolean standardised() {
        return scaling == ScalingKind.STANDARD;
    }

    /** The same with another training input. */
    public IngestSettings withTrain(List<String> other) {
        return new IngestSettings(
                seed,
                other,
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

    /** How many classes there are as far as settings say: 0 if the data does. */
    public int knownClasses() {
        return classes > 0 ? classes : classNames.size();
    }

    /** What they say of the input's form. */
    public SourceSettings source() {
        return new SourceSettings(height, width, knownClasses() > 0 ? knownClasses() : USUAL_CLASSES, header);
    }

    private void noteConflicts(SettingsReader reader) {
        if (train.isEmpty() != test.isEmpty()) {
            String missing = train.isEmpty() ? "data.train" : "data.test";
            reader.problem(
                    missing + ": expected a file, since the other of data.train and data.test is set, found none");
        }
        if (!classNames.isEmpty() && classes > 0 && classNames.size() != classes) {
            reader.problem("data.class-names: expected none or one for each of data.classes = " + classes + ", found "
                    + classNames.size());
        }
        if (classes > MOST_CLASSES) {
            reader.problem("data.classes: expected at most " + MOST_CLASSES + ", found " + classes);
        }
        long pixels = (long) Math.max(1, height) * Math.max(1, width);
        if (pixels > RowSource.MOST_PIXELS) {
            reader.problem("data.image-height, data.image-width: expected images of at most " + RowSource.MOST_PIXELS
                    + " pixels, found " + pixels);
        }
        if (generated()) {
            requireGenerated(
                    reader, "data.image-height", height, generatedKind.size().height());
            requireGenerated(
                    reader, "data.image-width", width, generatedKind.size().width());
            requireGenerated(reader, "data.classes", classes, generatedKind.classes());
        }
    }

    private void requireGenerated(SettingsReader reader, String key, int found, int expected) {
        if (found > 0 && found != expected) {
            reader.problem(key + ": expected " + expected + ", or 0, for what generate.kind draws, found " + found);
        }
    }

    /** How rows are chosen to be held out for validation. */
    public enum SplitKind {
        /** Any rows, whatever their class. */
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
         * @param rowsOfClass good rows by class, those without a label first
         */
        abstract RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed);
    }

    /** The kinds of scaling to choose from. */
    public enum ScalingKind {
        /** To [0, 1]. */
        UNIT {
            @Override
            Scaling fit(PlacedRows training) {
                return new UnitScaling();
            }
        },
        /** To mean 0 and deviation 1 of each pixel of the training rows. */
        STANDARD {
            @Override
            Scaling fit(PlacedRows training) {
                return training.standardScaling(Split.TRAIN);
            }
        },
        /** Not at all. */
        NONE {
            @Override
            Scaling fit(PlacedRows training) {
                return new NoScaling();
            }
        };

        /** The scaling of this kind that the training rows give. */
        abstract Scaling fit(PlacedRows training);
    }
}
