package io.sparkae.ingest;

import io.sparkae.files.BadInputException;
import io.sparkae.files.FileSystems;
import io.sparkae.files.TaskFile;
import io.sparkae.ingest.PieceCutter.RowStarts;
import io.sparkae.ingest.PlacedRows.PartWriter;
import io.sparkae.ingest.RowOrder.InputOrder;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTableFile;
import io.sparkae.run.StageOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the accepted and the rejected rows of both inputs and verifies that none is lost. */
final class DatasetWriter {
    /** Per file: statistics of two doubles and two floats, and their serialised form. */
    private static final long BYTES_A_FILE = 32;

    /** Per running task: a row as bytes and floats, its page, statistics and their sums. */
    private static final long BYTES_A_TASK = 100;

    private final IngestSettings settings;
    private final Path folder;
    private final FileSystem fs;
    private final Broadcast<SerializableConfiguration> conf;

    /** @param folder of the dataset */
    DatasetWriter(IngestSettings settings, Path folder, Configuration hadoop, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        this.settings = settings;
        this.folder = folder;
        this.fs = FileSystems.of(folder, hadoop);
        this.conf = conf;
    }

    /** @param recorded the scaling to use instead of the one that settings name */
    StageOutput write(CheckedRows train, CheckedRows test, Optional<Scaling> recorded) throws IOException {
        int classes = classes(settings.knownClasses(), train, test);
        long rows = train.accepted();
        long held = Math.min(rows - 1, Math.round(rows * settings.validationFraction()));
        int pixels = train.source().pixels();
        Layout trainLayout = new Layout(pixels)
                .with(Split.VALIDATION, held, settings.partitions())
                .with(Split.TRAIN, rows - held, settings.partitions());
        Layout testLayout = new Layout(pixels).with(Split.TEST, test.accepted(), settings.partitions());
        requireMemory(
                train.source(),
                trainLayout.numPartitions() + testLayout.numPartitions(),
                train.slotsHere(),
                Runtime.getRuntime().maxMemory());
        RowOrder order = settings.splitKind().order(train.labelCounts(), rows, held, settings.seed());
        PlacedRows placed = new PlacedRows(train, trainLayout, order, new RowStarts(train.counts(), classes));
        Scaling scaling = recorded.orElseGet(() -> settings.scaling().fit(placed));
        PlacedRows placedTest =
                new PlacedRows(test, testLayout, new InputOrder(), new RowStarts(test.counts(), classes));
        long rejected;
        List<PartWriter.Written> written;
        IdenticalRows identical;
        try (Background jobs = new Background()) {
            var trainFiles = jobs.started(placed.write(folder, scaling, conf));
            var testFiles = jobs.started(placedTest.write(folder, scaling, conf));
            var repeated = jobs.started(IdenticalRows.count(train, test));
            rejected = RejectedRows.write(List.of(train, test), new Path(folder, "rejected"), fs, conf);
            written = new ArrayList<>(Background.result(trainFiles));
            written.addAll(Background.result(testFiles));
            identical = IdenticalRows.sum(Background.result(repeated));
        }
        removeLeftovers(written);
        DatasetDescription description = new DatasetDescription(
                train.source(),
                test.source(),
                scaling,
                classes,
                settings.classNames(),
                statistics(written, pixels),
                identical,
                rejected);
        requireAllRows(train, test, description);
        return output(description);
    }

    private void removeLeftovers(List<PartWriter.Written> written) throws IOException {
        Map<Split, Set<String>> kept = written.stream()
                .collect(Collectors.groupingBy(
                        file -> file.part().split(),
                        Collectors.mapping(file -> new Path(file.path()).getName(), Collectors.toSet())));
        for (Map.Entry<Split, Set<String>> split : kept.entrySet()) {
            TaskFile.removeOthers(fs, new Path(folder, split.getKey().folder()), split.getValue());
        }
    }

    /**
     * The number of classes: that of the settings, otherwise one more than the largest label of the training input. Every
     * smaller label must occur, since a gap suggests a typing error.
     *
     * @param known number in the settings, 0 if the data decides
     * @throws BadInputException if a label is missing, or the test input has a larger one
     */
    private static int classes(int known, CheckedRows train, CheckedRows test) {
        if (known > 0) {
            return known;
        }
        long[] rows = train.labelCounts();
        int classes = rows.length - 1;
        for (int label = 0; label < classes; label++) {
            if (rows[label + 1] == 0) {
                throw new BadInputException(train.source().name() + ": found label " + (classes - 1)
                        + ", but no row with label " + label
                        + ": expected labels from 0 without gaps; if this is right set data.classes");
            }
        }
        int found = test.labelCounts().length - 1;
        if (classes > 0 && found > classes) {
            throw new BadInputException(
                    test.source().name() + ": found label " + (found - 1) + ", expected labels below " + classes
                            + " as in the training input; if this is right set data.classes");
        }
        return Math.max(1, Math.max(classes, found));
    }

    private static Map<Split, SplitStatistics> statistics(List<PartWriter.Written> written, int pixels) {
        Map<Split, SplitStatistics> splits = new EnumMap<>(Split.class);
        for (PartWriter.Written file : written) {
            splits.computeIfAbsent(file.part().split(), split -> new SplitStatistics(pixels))
                    .add(file.statistics());
        }
        return splits;
    }

    /** Checks that each row read was written, as accepted or as rejected. */
    private static void requireAllRows(CheckedRows train, CheckedRows test, DatasetDescription description) {
        long read = train.rows() + test.rows();
        long accepted = 0;
        for (Split split : Split.values()) {
            accepted += description.rows(split);
        }
        if (accepted + description.rejected() != read) {
            throw new IllegalStateException("of " + read + " rows read, " + accepted + " were accepted and "
                    + description.rejected() + " rejected");
        }
    }

    private static StageOutput output(DatasetDescription description) {
        Map<String, Long> rows = new TreeMap<>();
        Map<String, String> schema = new TreeMap<>();
        for (Split split : Split.values()) {
            rows.put(split.folder(), description.rows(split));
            if (description.rows(split) > 0) {
                schema.put(split.folder(), RowTableFile.SCHEMA);
            }
        }
        rows.put("rejected", description.rejected());
        schema.put("rejected", RejectedRows.SCHEMA);
        return new StageOutput(rows, schema).withFacts(description.facts()).withFigures(IngestFigures.of(description));
    }

    /**
     * Checks that images are not too large for the heap of the driver.
     *
     * @param source of the images
     * @param files to be written
     * @param slots tasks that run at the same time in the driver's process
     * @param heap in bytes
     * @throws BadInputException if they are; the message gives required and available memory
     */
    static void requireMemory(RowSource source, int files, int slots, long heap) {
        long need = source.pixels() * (files * BYTES_A_FILE + Math.min(files, slots) * BYTES_A_TASK);
        if (need > heap) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: images of %s pixels need about %.1f GB to be written to %d files, the heap has %.1f GB;"
                            + " enlarge it, or set ingest.partitions to fewer",
                    source.name(),
                    source.size(),
                    need / 1e9,
                    files,
                    heap / 1e9));
        }
    }
}
