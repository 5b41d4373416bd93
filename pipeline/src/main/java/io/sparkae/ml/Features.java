package io.sparkae.ml;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.sparkae.ingest.scaling.Scaling;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that hold the features of a row: one or more, each a vector, an array of numbers or a number, taken together in
 * this order and read in single precision.
 *
 * @param columns their names, at least one
 * @param invalid what becomes of rows whose features cannot be used
 */
record Features(List<String> columns, Invalid invalid) implements Serializable {
    /**
     * Checks that all columns are there and of a type that features may have.
     *
     * @throws IllegalArgumentException naming the column, its type and those expected
     */
    void requireIn(StructType schema) {
        for (String column : columns) {
            DataType type = Columns.field(schema, column).dataType();
            boolean array = type instanceof ArrayType of && of.elementType() instanceof NumericType;
            if (!array && !isVector(type) && !(type instanceof NumericType)) {
                throw new IllegalArgumentException("column " + column
                        + ": expected a vector, an array of numbers or a number, found " + type.catalogString());
            }
        }
    }

    /** The number of values of a row, as far as types and metadata tell. */
    Optional<Integer> sizeIn(StructType schema) {
        int sum = 0;
        for (String column : columns) {
            StructField field = Columns.field(schema, column);
            int size = 1;
            if (isVector(field.dataType())) {
                size = AttributeGroup.fromStructField(field).size();
            } else if (field.dataType() instanceof ArrayType) {
                size = -1;
            }
            if (size < 0) {
                return Optional.empty();
            }
            sum += size;
        }
        return Optional.of(sum);
    }

    /**
     * The features as {@code array<float>}: null if a vector or array is, or has a null in it; a number that is null is NaN, so
     * that its column can be named.
     */
    Column in(Dataset<?> rows) {
        if (columns.size() == 1) {
            return values(rows, columns.get(0));
        }
        return concat(columns.stream().map(column -> values(rows, column)).toArray(Column[]::new));
    }

    private static Column values(Dataset<?> rows, String name) {
        Column column = Columns.in(rows, name);
        DataType type = rows.schema().apply(name).dataType();
        if (isVector(type)) {
            return when(column.isNotNull(), functions.vector_to_array(column, "float32"));
        }
        if (type instanceof ArrayType array) {
            Column floats = column.cast(DataTypes.createArrayType(DataTypes.FloatType));
            // null if there is a null and no NaN, which is refused anyway; compiled, as a look at each by a lambda is
            // not
            return array.containsNull() ? when(array_contains(floats, Float.NaN).isNotNull(), floats) : floats;
        }
        return array(coalesce(column.cast(DataTypes.FloatType), lit(Float.NaN)));
    }

    /**
     * What keeps a row from being used; empty if nothing does.
     *
     * @param values the row's, by {@link #in}
     * @param width expected number of them
     */
    Optional<String> problem(float[] values, int width) {
        if (values == null) {
            return Optional.of(name() + ": expected " + width + " values, found null, or a null among them");
        }
        if (values.length != width) {
            return Optional.of(name() + ": expected " + width + " values, found " + values.length);
        }
        for (int i = 0; i < width; i++) {
            if (!Float.isFinite(values[i])) {
                return Optional.of(
                        columns.size() == width
                                ? "column " + columns.get(i) + ": expected a finite number, found null or " + values[i]
                                : name() + ": expected finite values, found " + values[i] + " as value " + i);
            }
            if (!Scaling.isUsable(values[i])) {
                return Optional.of(
                        columns.size() == width
                                ? "column " + columns.get(i) + ": expected a number of at most 1e15 in size, found "
                                        + values[i]
                                : name() + ": expected values of at most 1e15 in size, found " + values[i]
                                        + " as value " + i);
            }
        }
        return Optional.empty();
    }

    private String name() {
        return (columns.size() == 1 ? "column " : "columns ") + String.join(", ", columns);
    }

    private static boolean isVector(DataType type) {
        return type.equals(SQLDataTypes.VectorType());
    }

    /** What becomes of rows whose features cannot be used. */
    enum Invalid {
        /** The job fails and names the row. */
        ERROR,
        /** Such rows are left out. */
        SKIP,
        /** They stay, with nulls for outputs; nothing is fitted to them. */
        KEEP;

        /** The values of a param {@code handleInvalid}. */
        static String[] names() {
            return Arrays.stream(values()).map(Invalid::label).toArray(String[]::new);
        }

        /** The constant that a param's value names. */
        static Invalid of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
