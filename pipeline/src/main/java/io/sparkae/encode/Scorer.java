package io.sparkae.encode;

import io.sparkae.counters.Counters;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;

/**
 * A trained model applied to distributed rows, without a run folder. Rows are normalised as in training. Results are
 * evaluated when used; close this only then.
 */
public final class Scorer implements AutoCloseable {
    /** Rows of a DataFrame taken together, in multiples of the rows that pass through the network at a time. */
    private static final int PASSES = 4;

    private final SparkSession spark;
    private final Broadcast<byte[]> model;
    private final int features;
    private final int dimension;

    /**
     * @param modelFile content of a {@code model.zip}
     * @throws IOException if it is not one
     */
    public Scorer(SparkSession spark, byte[] modelFile) throws IOException {
        this(spark, modelFile, ModelFile.read(modelFile)); // fails here rather than in a task
    }

    /** @param read what {@code modelFile} holds */
    Scorer(SparkSession spark, byte[] modelFile, TrainedAutoencoder read) {
        this.spark = spark;
        this.features = read.features();
        this.dimension = read.codeDimension();
        this.model = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(modelFile);
    }

    /**
     * Codes and errors of rows: {@code id, label (null where unknown), code: array<float>, reconstruction_error: float}, the
     * last being the mean squared error per feature. Rows are counted as {@code encode.rows}. A task fails if rows have
     * another number of values than the model's.
     */
    public Dataset<Row> score(JavaRDD<RowBlock> blocks) {
        LongAccumulator counted = Counters.of(spark.sparkContext()).count("encode.rows");
        Broadcast<byte[]> file = model;
        int width = features;
        JavaRDD<Tuple4<Long, Integer, float[], Float>> scored = blocks.mapPartitions(own -> {
            TrainedAutoencoder autoencoder = load(file.value());
            return stream(own)
                    .filter(block -> block.rows() > 0)
                    .map(block -> requireWidth(block, width))
                    .peek(block -> counted.add(block.rows()))
                    .flatMap(block -> scored(block, autoencoder).stream())
                    .iterator();
        });
        return spark.createDataset(
                        scored.rdd(),
                        Encoders.tuple(
                                Encoders.LONG(),
                                Encoders.INT(),
                                spark.implicits().newFloatArrayEncoder(),
                                Encoders.FLOAT()))
                .toDF("id", "label", "code", "reconstruction_error");
    }

    private static List<Tuple4<Long, Integer, float[], Float>> scored(RowBlock block, TrainedAutoencoder model) {
        float[] values = block.values();
        TrainedAutoencoder.Pass pass = model.apply(values, block.rows());
        int dimension = pass.codes().length / block.rows();
        float[] errors = pass.errors(values, block.rows());
        List<Tuple4<Long, Integer, float[], Float>> rows = new ArrayList<>(block.rows());
        for (int row = 0; row < block.rows(); row++) {
            int label = block.labels()[row];
            rows.add(new Tuple4<>(
                    block.ids()[row],
                    label == RowBlock.NO_LABEL ? null : label,
                    Arrays.copyOfRange(pass.codes(), row * dimension, (row + 1) * dimension),
                    errors[row]));
        }
        return rows;
    }

    /** The model's metrics on rows, evaluated at once. Partitions are summed in their order. */
    public ReconstructionMetrics metrics(JavaRDD<RowBlock> blocks) {
        Broadcast<byte[]> file = model;
        int width = features;
        List<ReconstructionMetrics> parts = blocks.mapPartitions(own -> {
                    TrainedAutoencoder autoencoder = load(file.value());
                    return List.of(stream(own)
                                    .map(block -> requireWidth(block, width))
                                    .map(block -> ReconstructionMetrics.of(block, autoencoder))
                                    .reduce(ReconstructionMetrics.NONE, ReconstructionMetrics::plus))
                            .iterator();
                })
                .collect();
        return parts.stream().reduce(ReconstructionMetrics.NONE, ReconstructionMetrics::plus);
    }

    private static RowBlock requireWidth(RowBlock block, int width) {
        if (block.width() != width) {
            throw new IllegalArgumentException(
                    "rows: expected " + width + " values, as the model was trained on, found " + block.width());
        }
        return block;
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        Iterable<T> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    /** The model's functions on arrays. */
    private enum Part {
        ENCODE,
        DECODE,
        RECONSTRUCT;

        float[] apply(TrainedAutoencoder model, float[] values, int rows) {
            return switch (this) {
                case ENCODE -> model.encode(values, rows);
                case DECODE -> model.decode(values, rows);
                case RECONSTRUCT -> model.reconstruct(values, rows);
            };
        }
    }

    /** Adds, or replaces, the column {@code code: array<float>}, computed from {@code features}. */
    public Dataset<Row> encode(Dataset<Row> rows) {
        return with(rows, Part.ENCODE, "features", "code");
    }

    /** Adds, or replaces, the column {@code features: array<float>}, computed from {@code code}. */
    public Dataset<Row> decode(Dataset<Row> rows) {
        return with(rows, Part.DECODE, "code", "features");
    }

    /** Adds, or replaces, the column {@code reconstruction: array<float>}, computed from {@code features}. */
    public Dataset<Row> reconstruct(Dataset<Row> rows) {
        return with(rows, Part.RECONSTRUCT, "features", "reconstruction");
    }

    private Dataset<Row> with(Dataset<Row> given, Part part, String from, String to) {
        Dataset<Row> rows = given.drop(to);
        StructType schema = rows.schema().add(to, DataTypes.createArrayType(DataTypes.FloatType, false), false);
        int column = rows.schema().fieldIndex(from);
        int width = part == Part.DECODE ? dimension : features;
        Broadcast<byte[]> file = model;
        return rows.mapPartitions(
                (MapPartitionsFunction<Row, Row>) own -> new Applied(own, load(file.value()), part, column, width),
                Encoders.row(schema));
    }

    @Override
    public void close() {
        model.destroy();
    }

    /** @throws io.sparkae.files.StageOutputException if the executor has no memory for the model */
    private static TrainedAutoencoder load(byte[] file) {
        return ModelFile.read(file, TrainStage.MODEL_FILE);
    }

    /** Applies a function to rows, some at a time. */
    private static final class Applied implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final TrainedAutoencoder model;
        private final Part part;
        private final int column;
        private final int width;
        private Iterator<Row> ready = List.<Row>of().iterator();

        Applied(Iterator<Row> rows, TrainedAutoencoder model, Part part, int column, int width) {
            this.rows = rows;
            this.model = model;
            this.part = part;
            this.column = column;
            this.width = width;
        }

        @Override
        public boolean hasNext() {
            return ready.hasNext() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (!ready.hasNext()) {
                ready = some().iterator();
            }
            return ready.next();
        }

        private List<Row> some() {
            List<Row> taken = new ArrayList<>();
            taken.add(rows.next());
            int most = PASSES * model.rowsAtOnce(width);
            while (rows.hasNext() && taken.size() < most) {
                taken.add(rows.next());
            }
            float[] values = new float[Math.multiplyExact(taken.size(), width)];
            for (int row = 0; row < taken.size(); row++) {
                List<Float> own = taken.get(row).getList(column);
                if (own.size() != width) {
                    throw new IllegalArgumentException("column "
                            + taken.get(row).schema().fieldNames()[column] + ": expected " + width
                            + " values, found " + own.size());
                }
                int at = row * width;
                for (float value : own) {
                    values[at++] = value;
                }
            }
            float[] results = part.apply(model, values, taken.size());
            int size = results.length / taken.size();
            List<Row> extended = new ArrayList<>();
            for (int row = 0; row < taken.size(); row++) {
                extended.add(with(taken.get(row), Arrays.copyOfRange(results, row * size, (row + 1) * size)));
            }
            return extended;
        }

        private static Row with(Row row, float[] result) {
            Object[] all = new Object[row.size() + 1];
            for (int i = 0; i < row.size(); i++) {
                all[i] = row.get(i);
            }
            all[row.size()] = result;
            return RowFactory.create(all);
        }
    }
}
