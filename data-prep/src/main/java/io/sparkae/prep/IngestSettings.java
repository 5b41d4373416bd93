package io.sparkae.prep;

import io.sparkae.settings.SettingsReader;
import java.util.List;
import java.util.Locale;

/**
 * The settings of the ingest stage; {@code conf/reference.conf} explains each.
 *
 * @param seed of the shuffle and of generated digits
 * @param train the training input, empty for generated digits
 * @param test the test input, empty for generated digits
 * @param header whether CSV files begin with a header line
 * @param shape of the images
 * @param classNames names of the classes, or none
 * @param maxRejectedFraction the largest share of bad rows in a file that is put up with
 * @param validationFraction the share of the training rows held out
 * @param partitions files a split is written to
 * @param generatedKind what to generate
 * @param generatedTrainRows digits to generate for training
 * @param generatedTestRows digits to generate for the test
 */
public record IngestSettings(
        long seed,
        String train,
        String test,
        boolean header,
        ImageShape shape,
        List<String> classNames,
        double maxRejectedFraction,
        double validationFraction,
        int partitions,
        GeneratedKind generatedKind,
        int generatedTrainRows,
        int generatedTestRows) {

    /** Reads the keys {@code seed}, {@code data.*}, {@code ingest.*} and {@code generate.*}. */
    public static IngestSettings read(SettingsReader reader) {
        IngestSettings settings = new IngestSettings(
                reader.anyLong("seed"),
                reader.text("data.train"),
                reader.text("data.test"),
                reader.bool("data.header"),
                new ImageShape(
                        reader.intAtLeast("data.image-height", 1),
                        reader.intAtLeast("data.image-width", 1),
                        reader.intAtLeast("data.classes", 1)),
                reader.texts("data.class-names"),
                reader.fraction("ingest.max-rejected-fraction"),
                reader.fractionBelowOne("ingest.validation-fraction"),
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

    private void noteConflicts(SettingsReader reader) {
        if (train.isEmpty() != test.isEmpty()) {
            String missing = train.isEmpty() ? "data.train" : "data.test";
            reader.problem(
                    missing + ": expected a file, since the other of data.train and data.test is set, found none");
        }
        if (!classNames.isEmpty() && classNames.size() != shape.classes()) {
            reader.problem("data.class-names: expected none or one for each of data.classes = " + shape.classes()
                    + ", found " + classNames.size());
        }
        if (generated() && !shape.equals(generatedKind.shape())) {
            ImageShape expected = generatedKind.shape();
            reader.problem("data.image-height, data.image-width, data.classes: expected " + expected.height() + ", "
                    + expected.width() + " and " + expected.classes() + " for generated "
                    + generatedKind.name().toLowerCase(Locale.ROOT) + ", found " + shape.height() + ", " + shape.width()
                    + " and " + shape.classes());
        }
    }
}
