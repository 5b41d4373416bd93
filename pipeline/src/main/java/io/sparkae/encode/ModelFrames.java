package io.sparkae.encode;

import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.model.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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

/**
 * A trained model as functions on DataFrames: each adds a column of {@code array<float>} to what it is given, or
 * replaces one of that name. Lazy, as
 * DataFrames are; close this only when they have been used.
 */
public final class ModelFrames implements AutoCloseable {
    /** How many times as many rows are taken together as go through a network at a time. */
    private static final int PASSES = 4;

    private final Broadcast<byte[]> model;

    /**
     * @param modelFile content of a {@code model.zip}
     * @throws IOException if it is no such file
     */
    public ModelFrames(SparkSession spark, byte[] modelFile) throws IOException {
        ModelFile.read(modelFile); // fails here rather than in a task
        model = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(modelFile);
    }

    /** One of the model's functions on arrays. */
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

    /** Adds {@code code} by {@code features}, which are normalised as in training. */
    public Dataset<Row> encode(Dataset<Row> rows) {
        return with(rows, Part.ENCODE, "features", "code");
    }

    /** Adds {@code features} by {@code code}. */
    public Dataset<Row> decode(Dataset<Row> rows) {
        return with(rows, Part.DECODE, "code", "features");
    }

    /** Adds {@code reconstruction} by {@code features}. */
    public Dataset<Row> reconstruct(Dataset<Row> rows) {
        return with(rows, Part.RECONSTRUCT, "features", "reconstruction");
    }

    private Dataset<Row> with(Dataset<Row> given, Part part, String from, String to) {
        Dataset<Row> rows = given.drop(to);
        StructType schema = rows.schema().add(to, DataTypes.createArrayType(DataTypes.FloatType, false), false);
        int column = rows.schema().fieldIndex(from);
        Broadcast<byte[]> file = model;
        return rows.mapPartitions(
                (MapPartitionsFunction<Row, Row>) own -> new Applied(own, load(file.value()), part, column),
                Encoders.row(schema));
    }

    @Override
    public void close() {
        model.destroy();
    }

    private static TrainedAutoencoder load(byte[] file) {
        try {
            return ModelFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes rows through the model, some at a time. */
    private static final class Applied implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final TrainedAutoencoder model;
        private final Part part;
        private final int column;
        private Iterator<Row> ready = List.<Row>of().iterator();

        Applied(Iterator<Row> rows, TrainedAutoencoder model, Part part, int column) {
            this.rows = rows;
            this.model = model;
            this.part = part;
            this.column = column;
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
            int width = taken.get(0).<Float>getList(column).size();
            int most = PASSES * model.rowsAtOnce(width);
            while (rows.hasNext() && taken.size() < most) {
                taken.add(rows.next());
            }
            float[] values = new float[Math.multiplyExact(taken.size(), width)];
            for (int row = 0; row < taken.size(); row++) {
                int at = row * width;
                for (float value : taken.get(row).<Float>getList(column)) {
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
