package io.sparkae.ingest;

import io.sparkae.counters.Counters;
import io.sparkae.files.BadInputException;
import io.sparkae.ingest.SliceCount.RejectionTally;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.Slices;
import io.sparkae.ingest.source.Slices.Slice;
import io.sparkae.ingest.source.Slices.SliceReader;
import io.sparkae.ingest.source.SourceBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * An input read once and kept, with each of its rows counted. Reading goes on in the background, so that two inputs are
 * read at the same time; the accessors of counts wait for its end.
 */
final class CheckedRows implements AutoCloseable {
    private static final int REASONS_SHOWN = 3;

    private final RowSource source;
    private final Slices slices;
    private final JavaRDD<SourceBlock> blocks;
    private final JavaFutureAction<List<SliceCount>> counting;
    private List<SliceCount> counts;

    private CheckedRows(RowSource source, Slices slices, JavaRDD<SourceBlock> blocks, Counters counters) {
        this.source = source;
        this.slices = slices;
        this.blocks = blocks;
        LongAccumulator rows = counters.count("ingest.rows");
        LongAccumulator rejected = counters.count("ingest.rejectedRows");
        this.counting = blocks.mapPartitions(own -> count(own, rows, rejected)).collectAsync();
    }

    /** Begins to read and check all rows of the source; close it to release them. */
    static CheckedRows read(RowSource source, JavaSparkContext spark, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        Slices slices = Slices.of(source, conf.value().value());
        int bytesPerRow = source.bytesPerRow();
        JavaRDD<SourceBlock> blocks = tasks(slices, spark)
                .mapPartitions(tasks -> read(tasks, bytesPerRow, conf))
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new CheckedRows(source, slices, blocks, Counters.of(spark.sc()));
    }

    /** One partition per task, preferably on a host of its first slice. */
    private static JavaRDD<List<Slice>> tasks(Slices slices, JavaSparkContext spark) {
        List<Tuple2<List<Slice>, scala.collection.Seq<String>>> placed = new ArrayList<>();
        for (List<Slice> task : slices.tasks()) {
            List<String> hosts = task.get(0).range().hosts();
            placed.add(new Tuple2<>(List.copyOf(task), JavaConverters.asScalaBuffer(hosts)));
        }
        return spark.sc()
                .makeRDD(JavaConverters.asScalaBuffer(placed), ClassTag$.MODULE$.<List<Slice>>apply(List.class))
                .toJavaRDD();
    }

    private static Iterator<SourceBlock> read(
            Iterator<List<Slice>> tasks, int bytesPerRow, Broadcast<SerializableConfiguration> conf) {
        List<Slice> own = new ArrayList<>();
        tasks.forEachRemaining(own::addAll);
        SliceReader reader = new SliceReader(own, bytesPerRow, conf.value().value());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> reader.close());
        return reader;
    }

    private static Iterator<SliceCount> count(
            Iterator<SourceBlock> blocks, LongAccumulator rows, LongAccumulator rejected) {
        Map<Integer, SliceCount> counts = new HashMap<>();
        blocks.forEachRemaining(
                block -> counts.computeIfAbsent(block.slice(), SliceCount::new).add(block));
        counts.values().forEach(count -> {
            rows.add(count.rows());
            rejected.add(count.rows() - count.accepted());
        });
        return counts.values().iterator();
    }

    RowSource source() {
        return source;
    }

    JavaRDD<SourceBlock> blocks() {
        return blocks;
    }

    /** Concurrent tasks in the driver's process; 0 on a cluster. */
    int slotsHere() {
        return blocks.context().isLocal() ? blocks.context().defaultParallelism() : 0;
    }

    /** The counts of each slice. */
    List<SliceCount> counts() {
        if (counts == null) {
            List<SliceCount> all = new ArrayList<>();
            slices.all().forEach(slice -> all.add(new SliceCount(slice.number())));
            Background.result(counting).forEach(found -> all.set(found.slice(), found));
            counts = all;
        }
        return counts;
    }

    long rows() {
        return counts().stream().mapToLong(SliceCount::rows).sum();
    }

    long accepted() {
        return counts().stream().mapToLong(SliceCount::accepted).sum();
    }

    long rejected() {
        return rows() - accepted();
    }

    /** Good rows by class: first those without a label, then each class up to the largest label. */
    long[] labelCounts() {
        long[] total = new long[1];
        for (SliceCount slice : counts()) {
            long[] labels = slice.labels();
            total = labels.length > total.length ? Arrays.copyOf(total, labels.length) : total;
            for (int i = 0; i < labels.length; i++) {
                total[i] += labels[i];
            }
        }
        return total;
    }

    /** For each slice the name of its file. */
    List<String> fileNames() {
        return slices.all().stream().map(slice -> slice.file().name()).toList();
    }

    /** The row number, within its file, of the first row of each slice. */
    long[] firstRowNumbers() {
        long[] first = new long[slices.all().size()];
        for (Slice slice : slices.all()) {
            int number = slice.number();
            boolean sameFile = number > 0 && slices.all().get(number - 1).file() == slice.file();
            first[number] = sameFile
                    ? first[number - 1] + counts().get(number - 1).rows()
                    : slice.file().firstRowNumber();
        }
        return first;
    }

    /** @throws BadInputException if no row is good or too many are bad; the message gives the most frequent reasons */
    void checkRejected(double maxFraction) {
        if (rows() == 0) {
            throw new BadInputException(source.name() + ": expected rows of images, found none");
        }
        if (accepted() > 0 && rejected() <= maxFraction * rows()) {
            return;
        }
        List<Map.Entry<String, RejectionTally>> commonest =
                new ArrayList<>(reasons().entrySet());
        commonest.sort(Map.Entry.comparingByValue());
        StringBuilder message = new StringBuilder(String.format(
                "%s: %d of %d rows rejected, more than ingest.max-rejected-fraction = %s allows:",
                source.name(), rejected(), rows(), maxFraction));
        commonest.stream().limit(REASONS_SHOWN).forEach(e -> message.append(' ')
                .append(e.getValue().describe(e.getKey()))
                .append(';'));
        message.setLength(message.length() - 1);
        throw new BadInputException(message.toString());
    }

    @Override
    public void close() {
        counting.cancel(true); // no-op if it has ended
        blocks.unpersist();
    }

    private Map<String, RejectionTally> reasons() {
        Map<String, RejectionTally> all = new TreeMap<>();
        long[] firstRow = firstRowNumbers();
        List<String> names = fileNames();
        boolean several = source.files().size() > 1;
        for (SliceCount count : counts()) {
            int slice = count.slice();
            String file = several ? names.get(slice) : "";
            count.reasons()
                    .forEach((reason, tally) ->
                            all.merge(reason, tally.of(firstRow[slice], file), RejectionTally::plus));
        }
        return all;
    }
}
