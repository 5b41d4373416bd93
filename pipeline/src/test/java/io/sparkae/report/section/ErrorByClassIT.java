package io.sparkae.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.QuantileChart.Box;
import io.sparkae.testing.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class ErrorByClassIT {
    /** Errors 0.01 to 1 of class 1, twice as large ones of class 0, and ten rows without a label. */
    @Test
    void percentilesAreThoseOfEachClass(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        for (int i = 100; i > 0; i--) {
            rows.add(RowFactory.create(1, i / 100f));
            rows.add(RowFactory.create(0, i / 50f));
            if (i <= 10) {
                rows.add(RowFactory.create(null, 5f));
            }
        }
        Dataset<Row> encodings =
                spark.createDataFrame(rows, StructType.fromDDL("label INT, reconstruction_error FLOAT"));

        List<Box> boxes = ErrorByClass.boxes(encodings, List.of("shoe", "shirt"));

        assertEquals(
                List.of("shoe", "shirt", "no label"),
                boxes.stream().map(Box::name).toList());
        assertEquals(new Box("shirt", 0.01f, 0.05f, 0.25f, 0.5f, 0.75f, 0.95f, 0.99f, false), boxes.get(1));
        assertEquals(1.0, boxes.get(0).p50(), 1e-6);
        assertTrue(boxes.get(2).apart());
        assertEquals(5, boxes.get(2).p1());
    }
}
