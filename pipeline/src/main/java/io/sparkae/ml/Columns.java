package io.sparkae.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns by their names, whatever characters these have. */
final class Columns {
    private Columns() {}

    /** A column of the rows. */
    static Column in(Dataset<?> rows, String name) {
        return rows.col("`" + name.replace("`", "``") + "`");
    }

    /**
     * A column's field.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    static StructField field(StructType schema, String name) {
        List<String> names = List.of(schema.fieldNames());
        if (!names.contains(name)) {
            throw new IllegalArgumentException("column " + name + ": expected in the rows, found " + names);
        }
        return schema.apply(name);
    }

    /**
     * Checks that a column is there and of a type.
     *
     * @param expected in words, for the message
     * @throws IllegalArgumentException naming the column, its type and what was expected
     */
    static void require(StructType schema, String name, Class<? extends DataType> type, String expected) {
        DataType found = field(schema, name).dataType();
        if (!type.isInstance(found)) {
            throw new IllegalArgumentException(
                    "column " + name + ": expected " + expected + ", found " + found.catalogString());
        }
    }

    /**
     * The schema with one more column.
     *
     * @throws IllegalArgumentException if there is a column of this name
     */
    static StructType append(StructType schema, StructField added) {
        if (List.of(schema.fieldNames()).contains(added.name())) {
            throw new IllegalArgumentException("column " + added.name()
                    + ": expected a name for an output that no column of the rows has, found one of type "
                    + schema.apply(added.name()).dataType().catalogString());
        }
        return schema.add(added);
    }

    /** Rows with the metadata of a schema's fields, which rows that come from objects lack. */
    static Dataset<Row> described(Dataset<Row> rows, StructType schema) {
        return rows.select(Arrays.stream(schema.fields())
                .map(field -> in(rows, field.name()).as(field.name(), field.metadata()))
                .toArray(Column[]::new));
    }

    /** The name that a param gives; empty if it is not set or empty, which turns a column off. */
    static Optional<String> named(String name) {
        return Optional.ofNullable(name).filter(given -> !given.isEmpty());
    }
}
