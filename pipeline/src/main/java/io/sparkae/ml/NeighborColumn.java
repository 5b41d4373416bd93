package io.sparkae.ml;

import io.sparkae.knn.search.Neighbours;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The column of neighbours, {@code array<struct<id: bigint, distance: double>>}, nearest first. */
final class NeighborColumn {
    private static final StructType NEIGHBOUR = StructType.fromDDL("id BIGINT NOT NULL, distance DOUBLE NOT NULL");

    private NeighborColumn() {}

    /** A schema with this column, if it is wanted. */
    static StructType append(StructType schema, Optional<String> name) {
        return name.map(given -> Columns.append(
                        schema, new StructField(given, DataTypes.createArrayType(NEIGHBOUR, false), true, Metadata.empty())))
                .orElse(schema);
    }

    /** A query's cell. */
    static Row[] of(Neighbours block, int query) {
        Row[] neighbours = new Row[block.perQuery()];
        for (int i = 0; i < neighbours.length; i++) {
            int at = query * block.perQuery() + i;
            neighbours[i] = RowFactory.create(block.ids()[at], block.distances()[at]);
        }
        return neighbours;
    }
}
