package io.sparkae.rows.table;

import io.sparkae.files.FileSystems;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.rows.EvenPartitioner;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/**
 * A committed Parquet table of rows with {@code id: bigint}, {@code label: int} and one {@code array<float>} column: one
 * split of the dataset or of the encodings.
 *
 * <p>A row's position is its index over the table's files in name order. Positions decide which partition a row goes to,
 * so every reading gives the same partitions, on any number of cores.
 */
public final class RowTable {
    private final SparkSession spark;
    private final Path folder;
    private final String valuesColumn;

    /** The position of each file's first row, by the file's name, in name order. */
    private final Map<String, Long> firstPositions = new LinkedHashMap<>();

    private final long rows;

    /**
     * Opens a table without reading it.
     *
     * @param spark the session to read with
     * @param stageFolder a stage's committed folder
     * @param files of that folder, in name order, with their row counts, as its manifest lists them
     * @param split which of the folder's tables
     * @param valuesColumn the array column
     */
    public RowTable(SparkSession spark, Path stageFolder, List<OutputFile> files, Split split, String valuesColumn) {
        this.spark = spark;
        this.folder = new Path(stageFolder, split.folder());
        this.valuesColumn = valuesColumn;
        String prefix = split.folder() + "/";
        long position = 0;
        for (OutputFile file : files) {
            if (file.rows() != null && file.path().startsWith(prefix)) {
                firstPositions.put(file.path().substring(prefix.length()), position);
                position += file.rows();
            }
        }
        this.rows = position;
    }

    /** The number of rows, known without reading the table. */
    public long rows() {
        return rows;
    }

    /**
     * The rows in blocks, in order, spread over the partitions by {@link EvenPartitioner}. A task reads its own rows from the
     * files, so that no row goes from one executor to another.
     *
     * @throws IOException if the files cannot be found
     */
    public JavaRDD<RowBlock> blocks(int partitions) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (rows == 0) {
            return context.parallelize(List.of(), partitions);
        }
        // Destroyed by Spark once no RDD needs it, as its own readers' are.
        Broadcast<SerializableConfiguration> conf =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        String column = valuesColumn;
        return context.sc()
                .makeRDD(
                        JavaConverters.asScalaBuffer(parts(partitions, context.hadoopConfiguration())),
                        ClassTag$.MODULE$.<List<Range>>apply(List.class))
                .toJavaRDD()
                .mapPartitions(
                        own -> new Reading(own.next(), column, conf.value().value()));
    }

    /** For each partition the rows that it reads, and the hosts that have them. */
    private List<Tuple2<List<Range>, Seq<String>>> parts(int partitions, Configuration conf) throws IOException {
        Map<String, Seq<String>> hosts = hosts(FileSystems.of(folder, conf));
        List<Map.Entry<String, Long>> files = new ArrayList<>(firstPositions.entrySet());
        List<Tuple2<List<Range>, Seq<String>>> parts = new ArrayList<>();
        int file = 0;
        for (int p = 0; p < partitions; p++) {
            long end = EvenPartitioner.first(rows, partitions, p + 1);
            List<Range> own = new ArrayList<>();
            for (long at = EvenPartitioner.first(rows, partitions, p); at < end; ) {
                while (endOf(files, file) <= at) {
                    file++;
                }
                long first = files.get(file).getValue();
                long to = Math.min(end, endOf(files, file));
                String name = files.get(file).getKey();
                own.add(new Range(
                        new Path(folder, name).toString(), at - first, to - first, endOf(files, file) - first));
                at = to;
            }
            parts.add(new Tuple2<>(
                    own,
                    own.isEmpty()
                            ? hosts()
                            : hosts.getOrDefault(new Path(own.get(0).file()).getName(), hosts())));
        }
        return parts;
    }

    private long endOf(List<Map.Entry<String, Long>> files, int file) {
        return file + 1 < files.size() ? files.get(file + 1).getValue() : rows;
    }

    /** For each file the hosts that have its beginning; one request for all. */
    private Map<String, Seq<String>> hosts(FileSystem fs) throws IOException {
        Map<String, Seq<String>> hosts = new HashMap<>();
        RemoteIterator<LocatedFileStatus> files = fs.listLocatedStatus(folder);
        while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            BlockLocation[] blocks = file.getBlockLocations();
            if (blocks != null && blocks.length > 0) {
                hosts.put(file.getPath().getName(), hosts(blocks[0].getHosts()));
            }
        }
        return hosts;
    }

    private static Seq<String> hosts(String... names) {
        return JavaConverters.asScalaBuffer(
                Arrays.stream(names).filter(name -> !name.equals("localhost")).toList());
    }

    /**
     * Consecutive rows of a file.
     *
     * @param file its path
     * @param from the first row, counted from 0
     * @param to after the last
     * @param all rows of the file
     */
    private record Range(String file, long from, long to, long all) implements Serializable {}

    /** Blocks of ranges, one after another; a block's rows are of one file. */
    private static final class Reading implements Iterator<RowBlock> {
        private final Iterator<Range> ranges;
        private final String column;
        private final Configuration conf;
        private RowTableReader reader;

        Reading(List<Range> ranges, String column, Configuration conf) {
            this.ranges = ranges.iterator();
            this.column = column;
            this.conf = conf;
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
        }

        @Override
        public boolean hasNext() {
            if (reader != null && !reader.hasNext()) {
                close();
            }
            return ranges.hasNext() || reader != null;
        }

        @Override
        public RowBlock next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (reader == null) {
                Range range = ranges.next();
                try {
                    reader = new RowTableReader(
                            new Path(range.file()), column, range.from(), range.to(), range.all(), conf);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return reader.next();
        }

        private void close() {
            if (reader != null) {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                reader = null;
            }
        }
    }

    /**
     * The first rows, on the driver. A dataset's training rows lie in random order, so they are a sample of it.
     *
     * @param count the number of rows, if the table has that many
     */
    public RowBlock first(int count) {
        List<Tuple4<Long, Integer, float[], Long>> found =
                new ArrayList<>(firstRows(count).collectAsList());
        found.sort((a, b) -> Long.compare(a._4(), b._4()));
        int width = found.isEmpty() ? 0 : found.get(0)._3().length;
        RowBlock.Builder block = new RowBlock.Builder(width, found.size());
        found.forEach(row -> block.add(row._1(), row._2(), row._3()));
        return block.build();
    }

    /**
     * The first rows, distributed, in any order: id, label (null where unknown), values and position. Only the files that
     * hold them are read.
     *
     * @param count the number of rows, if the table has that many
     */
    public Dataset<Tuple4<Long, Integer, float[], Long>> firstRows(int count) {
        Encoder<Tuple4<Long, Integer, float[], Long>> encoder =
                Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats(), Encoders.LONG());
        Dataset<Tuple4<Long, Integer, float[], Long>> found = spark.emptyDataset(encoder);
        for (Map.Entry<String, Long> file : firstPositions.entrySet()) {
            if (file.getValue() < count) {
                Column position = functions.col("_metadata.row_index").plus(file.getValue());
                found = found.union(VerifiedParquet.read(spark, new Path(folder, file.getKey()))
                        .select(
                                functions.col("id"),
                                functions.col("label"),
                                functions.col(valuesColumn),
                                position.as("position"))
                        .where(functions.col("position").lt(count))
                        .as(encoder));
            }
        }
        return found;
    }

    /**
     * Rows looked up by their ids, on the driver. An id is a position in one input: training and validation rows have ids
     * of the same input, test rows of another.
     *
     * @param tables that hold the rows, of one input and one column
     * @param ids of the rows, in the order of the result; an id given twice gives its row twice
     * @throws StageOutputException if an id is not in the tables
     */
    public static RowBlock byId(List<RowTable> tables, long... ids) {
        Path[] folders = tables.stream()
                .filter(table -> table.rows > 0)
                .map(table -> table.folder)
                .toArray(Path[]::new);
        Map<Long, Tuple3<Long, Integer, float[]>> found = new HashMap<>();
        if (ids.length > 0 && folders.length > 0) {
            RowTable any = tables.get(0);
            Object[] distinct = LongStream.of(ids).distinct().boxed().toArray();
            VerifiedParquet.read(any.spark, folders)
                    .select(functions.col("id"), functions.col("label"), functions.col(any.valuesColumn))
                    .where(functions.col("id").isin(distinct))
                    .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), any.floats()))
                    .collectAsList()
                    .forEach(row -> found.put(row._1(), row));
        }
        int width = found.values().stream()
                .mapToInt(row -> row._3().length)
                .findFirst()
                .orElse(0);
        RowBlock.Builder block = new RowBlock.Builder(width, ids.length);
        for (long id : ids) {
            Tuple3<Long, Integer, float[]> row = found.get(id);
            if (row == null) {
                throw new StageOutputException("no row " + id + " in "
                        + String.join(
                                ", ",
                                tables.stream()
                                        .map(table -> table.folder.toString())
                                        .toList())
                        + ": run the stages again with --force");
            }
            block.add(row._1(), row._2(), row._3());
        }
        return block.build();
    }

    private Encoder<float[]> floats() {
        return spark.implicits().newFloatArrayEncoder();
    }
}
