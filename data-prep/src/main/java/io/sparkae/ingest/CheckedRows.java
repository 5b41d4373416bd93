package io.sparkae.ingest;

import io.sparkae.counters.Counters;
import io.sparkae.files.BadInputException;
import io.sparkae.ingest.PieceCutter.RowStarts;
import io.sparkae.ingest.SliceCount.RejectionTally;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.source.PixelType;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.Slices;
import io.sparkae.ingest.source.Slices.Slice;
import io.sparkae.ingest.source.Slices.SliceReader;
import io.sparkae.ingest.source.SourceBlock;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * An input read once and kept, with each of its rows counted. Reading goes on in the background, so that two inputs are
 * read at the same time; the accessors of counts wait for its end.
 */
public final class CheckedRows implements AutoCloseable {
    private static final int REASONS_SHOWN = 3;

    /** Rows that are scaled at a time: 800 KB with 784 features. */
    private static final int SCALED_ROWS = 256;

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

    /** Begins to read and check all rows of the source, to be kept in memory; close it to release them. */
    static CheckedRows read(RowSource source, JavaSparkContext spark, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        return read(source, spark, conf, StorageLevel.MEMORY_AND_DISK(), block -> block);
    }

    /**
     * Begins to read and check all rows of the source, to be kept on disk, so that the memory needed does not grow with their
     * number; close it to release them. Rows that a model cannot be given are rejected, too.
     *
     * @param scaling of pixels to the model's features
     */
    public static CheckedRows forModel(
            RowSource source, JavaSparkContext spark, Broadcast<SerializableConfiguration> conf, Scaling scaling)
            throws IOException {
        PixelType type = source.pixelType();
        boolean bounded = type == PixelType.GREY
                && IntStream.range(0, source.pixels())
                        .allMatch(pixel -> Scaling.isUsable(scaling.apply(pixel, 0))
                                && Scaling.isUsable(scaling.apply(pixel, 255)));
        return read(
                source, spark, conf, StorageLevel.DISK_ONLY(), block -> bounded ? block : block.usable(scaling, type));
    }

    private static CheckedRows read(
            RowSource source,
            JavaSparkContext spark,
            Broadcast<SerializableConfiguration> conf,
            StorageLevel kept,
            Function<SourceBlock, SourceBlock> check)
            throws IOException {
        Slices slices = Slices.of(source, conf.value().value());
        int bytesPerRow = source.bytesPerRow();
        JavaRDD<SourceBlock> blocks = tasks(slices, spark)
                .mapPartitions(tasks -> read(tasks, bytesPerRow, conf))
                .map(check)
                .persist(kept);
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

    /** Rows read, good and bad. */
    public long rows() {
        return counts().stream().mapToLong(SliceCount::rows).sum();
    }

    /** Good rows. */
    public long accepted() {
        return counts().stream().mapToLong(SliceCount::accepted).sum();
    }

    /** Bad rows. */
    public long rejected() {
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

    /**
     * The good rows in the order of the input. A row's id is its position in the input, bad rows counted. Tasks depend on
     * the input only.
     *
     * @param scaling of pixels to features
     * @param taskRows rows of a task, about, at least; ranges of files are put together to have as many
     */
    public JavaRDD<RowBlock> scaled(Scaling scaling, int taskRows) {
        long[] first = new RowStarts(counts(), labelCounts().length).rows();
        int pixels = source.pixels();
        PixelType type = source.pixelType();
        int tasks = (int) Math.max(1, Math.min(blocks.getNumPartitions(), accepted() / taskRows));
        return blocks.rdd()
                .coalesce(tasks, false, Option.apply(new Consecutive()), null)
                .toJavaRDD()
                .mapPartitions(own -> scaled(own, first.clone(), scaling, type, pixels));
    }

    /** Puts consecutive partitions together; Spark's own would go by where they are. */
    private static final class Consecutive implements PartitionCoalescer, scala.Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public PartitionGroup[] coalesce(int most, RDD<?> parent) {
            Partition[] all = parent.partitions();
            PartitionGroup[] groups = new PartitionGroup[most];
            for (int group = 0; group < most; group++) {
                groups[group] = new PartitionGroup(Option.empty());
                int end = (int) ((group + 1L) * all.length / most);
                for (int i = (int) ((long) group * all.length / most); i < end; i++) {
                    groups[group].partitions().$plus$eq(all[i]);
                }
            }
            return groups;
        }
    }

    /** @param next for each slice the position of its next row */
    private static Iterator<RowBlock> scaled(
            Iterator<SourceBlock> blocks, long[] next, Scaling scaling, PixelType type, int pixels) {
        float[] grey = type == PixelType.GREY ? scaling.greyFeatures().orElse(null) : null;
        Iterable<SourceBlock> sequence = () -> blocks;
        return StreamSupport.stream(sequence.spliterator(), false)
                .flatMap(block -> {
                    long first = next[block.slice()];
                    next[block.slice()] += block.rows();
                    return IntStream.iterate(0, from -> from < block.accepted(), from -> from + SCALED_ROWS)
                            .mapToObj(from -> group(block, first, from, type, pixels));
                })
                .map(group -> new RowBlock(
                        group.ids(), group.labels(), grey == null ? group.scaled(scaling) : group.scaled(grey), pixels))
                .iterator();
    }

    /** Some of a block's rows, whose features stay in the processor's cache. */
    private static RowGroup group(SourceBlock block, long first, int from, PixelType type, int pixels) {
        int to = Math.min(block.accepted(), from + SCALED_ROWS);
        int bytes = pixels * type.bytes();
        return new RowGroup(
                IntStream.range(from, to)
                        .mapToLong(row -> first + block.offsets()[row])
                        .toArray(),
                Arrays.copyOfRange(block.labels(), from, to),
                Arrays.copyOfRange(block.images(), from * bytes, to * bytes),
                type,
                pixels);
    }

    /**
     * Writes the bad rows as JSON lines: {@code file, row, reason, detail}.
     *
     * @param folder receives a file, none if all rows are good
     * @return the number of bad rows
     */
    public long writeRejected(Path folder, FileSystem fs, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        return RejectedRows.write(List.of(this), folder, fs, conf);
    }

    /** @throws BadInputException if no row is good or too many are bad; the message gives the most frequent reasons */
    public void checkRejected(double maxFraction) {
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
