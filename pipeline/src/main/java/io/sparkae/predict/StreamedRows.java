package io.sparkae.predict;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of one partition of a frame, with predictions; the last column that is read has the values. */
final class StreamedRows implements Iterator<Row> {
    /** Rows of a frame taken together, in multiples of the rows that pass through the network at a time. */
    private static final int PASSES = 4;

    private final Iterator<Row> rows;
    private final TrainedAutoencoder model;
    private final double threshold;
    private final LabelledReferences references;
    private final PredictionLayout layout;
    private final int columns;
    private Iterator<Row> ready = List.<Row>of().iterator();

    /** @param references null if the layout has no neighbours */
    StreamedRows(
            Iterator<Row> rows,
            TrainedAutoencoder model,
            double threshold,
            LabelledReferences references,
            PredictionLayout layout) {
        this.rows = rows;
        this.model = model;
        this.threshold = threshold;
        this.references = references;
        this.layout = layout;
        this.columns = layout.columns().length();
    }

    /**
     * The columns of a frame that are kept, and the one that values are read from.
     *
     * @param kept of the frame, in order
     * @param values of each row, an array
     * @param schema of the result
     */
    record Columns(List<String> kept, Column values, StructType schema) {
        private static final String FEATURES = "features";
        private static final String REJECTED = "rejected";
        private static final String VALUES = "sparkae_values";
        private static final Pattern PIXEL = Pattern.compile("pixel(0|[1-9][0-9]{0,8})");

        /** @throws IllegalArgumentException if the frame's columns do not suit */
        static Columns of(Dataset<Row> rows, PredictionLayout layout, int features) {
            List<String> names = List.of(rows.columns());
            List<String> kept = new ArrayList<>(names);
            Column values;
            if (names.contains(FEATURES)) {
                values = RowBlocks.values(rows, FEATURES);
            } else {
                List<String> pixels = names.stream()
                        .filter(name -> PIXEL.matcher(name).matches())
                        .sorted(Comparator.comparingInt(Columns::number))
                        .toList();
                requirePixels(pixels, features, names);
                kept.removeAll(pixels);
                values = functions.array(pixels.stream()
                        .map(name -> rows.col(name).cast("float"))
                        .toArray(Column[]::new));
            }
            StructType schema = new StructType();
            for (StructField field : rows.schema().fields()) {
                schema = kept.contains(field.name()) ? schema.add(field) : schema;
            }
            Set<String> taken = new HashSet<>(kept);
            for (StructField field :
                    layout.columns().add(REJECTED, DataTypes.StringType).fields()) {
                if (taken.contains(field.name())) {
                    throw new IllegalArgumentException("column " + field.name()
                            + ": is in the rows already, and predictions have one of this name: rename or drop it");
                }
                schema = schema.add(field);
            }
            return new Columns(kept, values, schema);
        }

        private static int number(String pixel) {
            return Integer.parseInt(pixel.substring("pixel".length()));
        }

        /** From 0 on, or from 1 on as in Kaggle's Fashion-MNIST. */
        private static void requirePixels(List<String> pixels, int features, List<String> names) {
            int first = pixels.isEmpty() ? 0 : number(pixels.get(0));
            boolean all = pixels.size() == features
                    && first <= 1
                    && number(pixels.get(pixels.size() - 1)) == first + features - 1;
            if (!all) {
                throw new IllegalArgumentException("expected a column features, or columns pixel0 to pixel"
                        + (features - 1) + ", as the model was trained on, found " + pixels.size()
                        + " of these among " + names.size() + " columns");
            }
        }

        /** The columns that are kept, and the values last. */
        Dataset<Row> select(Dataset<Row> rows) {
            List<Column> columns = new ArrayList<>();
            kept.forEach(name -> columns.add(rows.col("`" + name.replace("`", "``") + "`")));
            columns.add(values.as(VALUES));
            return rows.select(columns.toArray(Column[]::new));
        }
    }

    @Override
    public boolean hasNext() {
        return ready.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!ready.hasNext()) {
            ready = some().iterator();
        }
        return ready.next();
    }

    private List<Row> some() {
        int width = model.features();
        int most = PASSES * model.rowsAtOnce(width);
        List<Row> taken = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        float[] values = new float[0];
        int good = 0;
        while (rows.hasNext() && taken.size() < most) {
            Row row = rows.next();
            float[] own = new float[width];
            String problem = read(row, own, model.format().scaling());
            taken.add(row);
            problems.add(problem);
            if (problem == null) {
                if ((good + 1) * width > values.length) {
                    values = Arrays.copyOf(values, Math.max(64 * width, Math.min(most * width, 2 * values.length)));
                }
                System.arraycopy(own, 0, values, good++ * width, width);
            }
        }
        return extended(taken, problems, good == 0 ? null : predicted(Arrays.copyOf(values, good * width), good));
    }

    private PredictedRows predicted(float[] values, int count) {
        int width = model.features();
        int[] labels = new int[count];
        Arrays.fill(labels, RowBlock.NO_LABEL);
        return PredictedRows.of(
                new RowBlock(new long[count], labels, model.format().scaling().apply(values, width), width),
                model,
                threshold,
                references,
                layout);
    }

    private List<Row> extended(List<Row> taken, List<String> problems, PredictedRows predicted) {
        List<Row> extended = new ArrayList<>(taken.size());
        int good = 0;
        for (int row = 0; row < taken.size(); row++) {
            int kept = taken.get(row).size() - 1;
            Object[] all = new Object[kept + columns + 1];
            for (int i = 0; i < kept; i++) {
                all[i] = taken.get(row).get(i);
            }
            if (problems.get(row) == null) {
                layout.put(predicted, good++, all, kept);
            }
            all[all.length - 1] = problems.get(row);
            extended.add(RowFactory.create(all));
        }
        return extended;
    }

    /** Copies a row's values; returns why it cannot be predicted, or null. */
    private static String read(Row row, float[] into, Scaling scaling) {
        int column = row.size() - 1;
        if (row.isNullAt(column)) {
            return "expected " + into.length + " numbers, found null";
        }
        List<Float> values = row.getList(column);
        if (values.size() != into.length) {
            return "expected " + into.length + " values, found " + values.size();
        }
        int at = 0;
        for (Float value : values) {
            if (value == null || !Float.isFinite(value)) {
                return "value " + at + ": expected a finite number, found " + value;
            }
            if (!Scaling.isUsable(scaling.apply(at, value))) {
                return "value " + at + ": expected a number of at most 1e15 in size after scaling (" + scaling.formula()
                        + "), found " + value;
            }
            into[at++] = value;
        }
        return null;
    }
}
