package io.sparkae.ml;

import static io.sparkae.ml.AutoencoderIT.fitted;
import static io.sparkae.ml.AutoencoderIT.parameters;
import static io.sparkae.ml.AutoencoderIT.refusal;
import static io.sparkae.ml.AutoencoderIT.small;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The estimator's columns: what it adds, and what becomes of columns and rows that it cannot use. */
@ExtendWith(SharedSpark.class)
class AutoencoderColumnsIT {
    private static final int ROWS = 70;

    private SparkSession spark;

    @BeforeEach
    void session(SparkSession shared) {
        spark = shared;
    }

    @Test
    void theSchemaIsThatOfTheTransformedRowsAndTellsTheSizes() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 3);
        Autoencoder estimator = small().setOutputCol("z").setReconstructionCol("restored");

        AutoencoderModel model = estimator.fit(rows);
        StructType schema = model.transform(rows).schema();

        assertEquals(model.transformSchema(rows.schema()), schema);
        assertEquals(List.of("id", "features", "z", "reconstructionError", "restored"), List.of(schema.fieldNames()));
        assertEquals(3, AttributeGroup.fromStructField(schema.apply("z")).size());
        assertEquals(
                Rows.FEATURES,
                AttributeGroup.fromStructField(schema.apply("restored")).size());
        assertEquals(Rows.FEATURES, model.numFeatures());
        assertEquals(
                List.of("id", "features", "z"),
                List.of(estimator
                        .setReconstructionErrorCol("")
                        .setReconstructionCol("")
                        .transformSchema(rows.schema())
                        .fieldNames()));
    }

    @Test
    void wrongColumnsAreNamed() {
        Dataset<Row> rows = Frames.vectors(spark, 9, 1).withColumn("text", functions.lit("x"));

        assertEquals(
                "column absent: expected in the rows, found [id, features, text]",
                refusal(small().setInputCol("absent"), rows));
        assertEquals(
                "column text: expected a vector, an array of numbers or a number, found string",
                refusal(small().setInputCols(new String[] {"id", "text"}), rows));
        assertEquals(
                "column text: expected a name for an output that no column of the rows has, found one of type string",
                refusal(small().setOutputCol("text"), rows));
        assertEquals(
                "column id: expected true or false, found bigint",
                refusal(small().setValidationIndicatorCol("id"), rows));
        assertEquals("column text: expected a number, found string", refusal(small().setWeightCol("text"), rows));
        assertEquals(
                "inputCol, inputCols: expected one of them, found both",
                refusal(small().setInputCol("features").setInputCols(new String[] {"id"}), rows));
        AutoencoderModel model = small().fit(rows);
        Dataset<Row> narrow = Frames.numbers(spark, 9, 1);
        assertEquals(
                "columns [x0, x1]: expected 12 values, as the model was fitted to, found 2",
                assertThrows(IllegalArgumentException.class, () -> model.setInputCols(new String[] {"x0", "x1"})
                                .transform(narrow))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "NaN", "short", "null inside", "huge"})
    void rowsThatCannotBeUsedAreNamedLeftOutOrKept(String kind) {
        StructType schema = StructType.fromDDL("id BIGINT, features ARRAY<DOUBLE>");
        RowBlock all = Rows.block(0, 20);
        List<Row> table = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            Object cell = Frames.doubles(Frames.values(all, row));
            table.add(RowFactory.create((long) row, row == 13 ? bad(kind) : cell));
        }
        Dataset<Row> rows = Frames.frame(spark, table, schema, 2); // row 13 is row 3 of the second
        Dataset<Row> good = rows.where("id <> 13");
        AutoencoderModel model = small().fit(good);

        String fit = refusal(small(), rows);
        assertTrue(fit.startsWith("row 3 of partition 1, column features: expected "), fit);
        String transform = assertThrows(
                        Exception.class, () -> model.transform(rows).count())
                .getMessage();
        assertTrue(transform.contains("row 3 of partition 1, column features: expected "), transform);
        assertArrayEquals(parameters(model.model()), fitted(small().setHandleInvalid("skip"), rows));
        assertArrayEquals(parameters(model.model()), fitted(small().setHandleInvalid("keep"), rows));
        assertEquals(
                19,
                model.copy(ParamMap.empty())
                        .setHandleInvalid("skip")
                        .transform(rows)
                        .count());
        List<Row> kept = model.copy(ParamMap.empty())
                .setHandleInvalid("keep")
                .transform(rows)
                .orderBy("id")
                .collectAsList();
        assertEquals(20, kept.size());
        assertNull(kept.get(13).getAs("code"));
        assertNull(kept.get(13).getAs("reconstructionError"));
        assertEquals(
                Frames.column(model.transform(good), "code").get(13),
                kept.get(14).getAs("code"));
    }

    private static Object bad(String kind) {
        return switch (kind) {
            case "null" -> null;
            case "short" -> new double[] {0.5, 0.25};
            case "NaN", "huge" -> {
                double[] values = new double[Rows.FEATURES];
                values[5] = kind.equals("NaN") ? Double.NaN : 1e18;
                yield values;
            }
            default -> {
                Double[] values = new Double[Rows.FEATURES];
                Arrays.fill(values, 0.5);
                values[5] = null;
                yield values;
            }
        };
    }

    @Test
    void aNumberThatIsNullOrTooLargeIsNamedByItsColumn() {
        Dataset<Row> rows = Frames.numbers(spark, 9, 1);
        Dataset<Row> holed =
                rows.withColumn("x4", functions.when(functions.col("x4").lt(0.5), functions.col("x4")));

        String message = refusal(small().setInputCols(rows.columns()), holed);

        assertTrue(message.contains("column x4: expected a finite number, found null or NaN"), message);
        String large = refusal(
                small().setInputCols(rows.columns()), rows.withColumn("x5", functions.expr("if(x5 < 0.5, 1e20, x5)")));
        assertTrue(large.contains("column x5: expected a number of at most 1e15 in size, found 1.0E20"), large);
    }

    /** A column whose name has a dot, and rows of which nothing is left. */
    @Test
    void oddNamesAndNoRows() {
        Dataset<Row> rows = Frames.vectors(spark, ROWS, 2).withColumnRenamed("features", "a.b`c");
        AutoencoderModel model = small().setInputCol("a.b`c").fit(rows);

        assertEquals(ROWS, model.transform(rows).select("code").count());
        assertEquals(0, model.transform(rows.where("id < 0")).count());
        assertEquals(
                "training: expected rows, found none", refusal(small().setInputCol("a.b`c"), rows.where("id < 0")));
        Dataset<Row> extra = rows.withColumn("when", functions.expr("timestamp'2020-02-29 12:00:00'"))
                .withColumn("nested", functions.expr("struct(id, array(map('k', id)))"));
        assertEquals(
                extra.where("id = 5").select("when", "nested").collectAsList().get(0),
                model.transform(extra)
                        .where("id = 5")
                        .select("when", "nested")
                        .collectAsList()
                        .get(0));
    }
}
