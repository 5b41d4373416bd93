package io.sparkae.ml;

import io.sparkae.ml.Features.Invalid;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.model.TrainedAutoencoder.Pass;
import io.sparkae.train.TrainStage;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * A model as the executors have it, and the columns that it adds. The broadcast goes when nobody refers to this any more: by then
 * no DataFrame that was made with it can be evaluated.
 */
final class Codes {
    /** Rows taken together, in multiples of the rows that pass through the network at a time. */
    private static final int PASSES = 4;

    private final Broadcast<byte[]> file;
    private final int features;
    private final SparkSession spark;

    Codes(SparkSession spark, byte[] file, TrainedAutoencoder model) {
        this.spark = spark;
        this.features = model.features();
        this.file = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(file);
    }

    /** Whether a session can read the broadcast. */
    boolean isUsableBy(SparkSession other) {
        return spark.sparkContext() == other.sparkContext()
                && !spark.sparkContext().isStopped();
    }

    /** Rows with the columns that {@code params} ask for. */
    Dataset<Row> of(Dataset<?> rows, Features columns, StructType schema, AutoencoderParams<?> params) {
        Outputs outputs = new Outputs(
                columns,
                features,
                Columns.named(params.getReconstructionErrorCol()).isPresent(),
                Columns.named(params.getReconstructionCol()).isPresent());
        Broadcast<byte[]> shared = file;
        Column all = functions.struct(Arrays.stream(rows.columns())
                .map(name -> Columns.in(rows, name))
                .toArray(Column[]::new));
        Dataset<Row> coded = rows.select(columns.in(rows).as("_1"), all.as("_2"))
                .as(Encoders.tuple(rows.sparkSession().implicits().newFloatArrayEncoder(), Encoders.row(rows.schema())))
                .mapPartitions(
                        (MapPartitionsFunction<Tuple2<float[], Row>, Row>)
                                own -> new Coding(own, ModelFile.read(shared.value(), TrainStage.MODEL_FILE), outputs),
                        Encoders.row(schema));
        return Columns.described(coded, schema);
    }

    /**
     * What is added to a row, after its code.
     *
     * @param columns features
     * @param width number of them
     * @param errors whether the error is
     * @param reconstructions whether the reconstruction is
     */
    private record Outputs(Features columns, int width, boolean errors, boolean reconstructions)
            implements Serializable {
        int count() {
            return 1 + (errors ? 1 : 0) + (reconstructions ? 1 : 0);
        }
    }

    /** Adds columns to some rows at a time. */
    private static final class Coding implements Iterator<Row> {
        private final Iterator<Tuple2<float[], Row>> rows;
        private final TrainedAutoencoder model;
        private final Outputs outputs;
        private final Queue<Row> ready = new ArrayDeque<>();
        private long read;

        Coding(Iterator<Tuple2<float[], Row>> rows, TrainedAutoencoder model, Outputs outputs) {
            this.rows = rows;
            this.model = model;
            this.outputs = outputs;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && rows.hasNext()) {
                some();
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void some() {
            int width = outputs.width();
            int most = PASSES * model.rowsAtOnce(width);
            List<Tuple2<float[], Row>> taken = new ArrayList<>();
            List<Boolean> usable = new ArrayList<>();
            int good = 0;
            float[] values = new float[Math.multiplyExact(most, width)];
            while (rows.hasNext() && taken.size() < most) {
                Tuple2<float[], Row> row = rows.next();
                boolean use = isUsable(row._1());
                read++;
                if (use) {
                    System.arraycopy(row._1(), 0, values, good++ * width, width);
                }
                if (use || outputs.columns().invalid() == Invalid.KEEP) {
                    taken.add(row);
                    usable.add(use);
                }
            }
            add(taken, usable, Arrays.copyOf(values, good * width), good);
        }

        private boolean isUsable(float[] values) {
            Optional<String> problem = outputs.columns().problem(values, outputs.width());
            if (problem.isPresent() && outputs.columns().invalid() == Invalid.ERROR) {
                throw new IllegalArgumentException("row " + read + " of partition " + TaskContext.getPartitionId()
                        + ", " + problem.get() + " (handleInvalid = skip leaves such rows out, keep gives them nulls)");
            }
            return problem.isEmpty();
        }

        private void add(List<Tuple2<float[], Row>> taken, List<Boolean> usable, float[] values, int good) {
            float[] codes = good == 0 ? new float[0] : model.encode(values, good);
            boolean decode = good > 0 && (outputs.errors() || outputs.reconstructions());
            float[] decoded = decode ? model.decode(codes, good) : new float[0];
            float[] errors = new Pass(codes, decoded).errors(Arrays.copyOf(values, decoded.length), decode ? good : 0);
            int at = 0;
            for (int i = 0; i < taken.size(); i++) {
                ready.add(extended(taken.get(i)._2(), usable.get(i) ? at : -1, errors, codes, decoded));
                at += usable.get(i) ? 1 : 0;
            }
        }

        private Row extended(Row row, int at, float[] errors, float[] codes, float[] decoded) {
            Object[] all = new Object[row.size() + outputs.count()];
            for (int i = 0; i < row.size(); i++) {
                all[i] = row.get(i);
            }
            if (at >= 0) {
                int next = row.size();
                int width = outputs.width();
                all[next++] = vector(codes, at, model.codeDimension());
                if (outputs.errors()) {
                    all[next++] = (double) errors[at];
                }
                if (outputs.reconstructions()) {
                    all[next] = vector(decoded, at, width);
                }
            }
            return RowFactory.create(all);
        }

        private static Vector vector(float[] values, int row, int size) {
            double[] doubles = new double[size];
            for (int i = 0; i < size; i++) {
                doubles[i] = values[row * size + i];
            }
            return Vectors.dense(doubles);
        }
    }
}
