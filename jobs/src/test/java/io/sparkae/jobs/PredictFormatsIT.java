package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.predict.PredictSettings;
import io.sparkae.predict.Predictions;
import io.sparkae.predict.TrainedRun;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** What predict writes has the values that the model gives, to the last bit, for whoever reads it. */
@ExtendWith(SharedSpark.class)
class PredictFormatsIT {
    private static final int PIXELS = 784;

    private static PredictFixture fixture;
    private static SparkSession spark;
    private static List<Row> expected;
    private static String[] columns;

    @TempDir
    Path folder;

    /** The rows go through the network in the same groups as in the command. */
    @BeforeAll
    static void predict(@TempDir Path shared, SparkSession session) throws IOException {
        spark = session;
        fixture = PredictFixture.in(shared);
        List<String> lines = fixture.lines();
        int[] labels = new int[PredictFixture.ROWS];
        float[] pixels = new float[PredictFixture.ROWS * PIXELS];
        for (int row = 0; row < PredictFixture.ROWS; row++) {
            String[] cells = lines.get(row + 1).split(",");
            labels[row] = Integer.parseInt(cells[0]);
            for (int i = 0; i < PIXELS; i++) {
                pixels[row * PIXELS + i] = Float.parseFloat(cells[i + 1]) / 255;
            }
        }
        long[] ids = IntStream.range(0, PredictFixture.ROWS).asLongStream().toArray();
        TrainedRun run = TrainedRun.open(fixture.run().toString(), new Configuration());
        try (Predictions predictions = Predictions.of(spark, run.bytes(), PredictSettings.defaults())
                .withReferences(run.references(spark, run.knn()))
                .withReconstructions()) {
            expected = predictions
                    .table(JavaSparkContext.fromSparkContext(spark.sparkContext())
                            .parallelize(List.of(new RowBlock(ids, labels, pixels, PIXELS)), 1))
                    .collectAsList();
            columns = expected.get(0).schema().fieldNames();
        }
    }

    @Test
    void parquetHasTheModelsValuesForDuckDbPandasAndPolars() throws Exception {
        Path output = folder.resolve("predicted");
        assertEquals(
                0,
                fixture.predict(fixture.labelled(), output, "--reconstructions").code());
        String table = output.resolve("predictions").toString();
        String values = Json.line(expected.stream()
                .map(row -> Arrays.stream(columns)
                        .map(column -> cell(row, column).stream()
                                .map(OtherReaders::exact)
                                .toList())
                        .map(cell -> cell.size() == 1 ? cell.get(0) : cell)
                        .toList())
                .toList());

        assertEquals(values, OtherReaders.duckDb("read_parquet('" + table + "/*.parquet')", columns));

        OtherReaders python = OtherReaders.python(folder);
        JsonNode parsed = Json.parse(values, JsonNode.class);
        assertEquals(parsed, python.pandas("pandas.read_parquet(table)", table, columns));
        assertEquals(parsed, python.polars("polars.read_parquet(table + '/*.parquet')", table, columns));
    }

    @Test
    void csvHasTheModelsValuesForDuckDbPandasAndPolars() throws Exception {
        Path output = folder.resolve("flat.csv");
        assertEquals(
                0,
                fixture.predict(fixture.labelled(), output, "--reconstructions").code());
        String[] names = Files.readAllLines(output).get(0).split(",");
        String values = flat(true);

        assertEquals(
                2 + 4 + 1 + 2 + 2 + 10 + 5 + 5 + PIXELS,
                names.length,
                "a column for each value, whose names are unlike");
        assertTrue(List.of(names)
                .containsAll(List.of("vote_share_9", "neighbour_id_1", "neighbour_distance_5", "code_0")));
        assertEquals(values, OtherReaders.duckDb("read_csv('" + output + "')", names));

        OtherReaders python = OtherReaders.python(folder);
        JsonNode parsed = Json.parse(values, JsonNode.class);
        assertEquals(
                parsed,
                python.pandas("pandas.read_csv(table, float_precision='round_trip')", output.toString(), names));
        assertEquals(parsed, python.polars("polars.read_csv(table)", output.toString(), names));
    }

    /** Rows whose labels are unknown. */
    @Test
    void jsonLinesHaveTheModelsValuesForDuckDbPandasAndPolars() throws Exception {
        Path output = folder.resolve("flat.jsonl");
        assertEquals(
                0,
                fixture.predict(fixture.unlabelled(), output, "--reconstructions")
                        .code());
        List<String> names = new ArrayList<>();
        Json.parse(Files.readAllLines(output).get(0), JsonNode.class)
                .fieldNames()
                .forEachRemaining(names::add);
        String[] all = names.toArray(String[]::new);
        String values = flat(false);

        assertEquals(values, OtherReaders.duckDb("read_json('" + output + "')", all));

        OtherReaders python = OtherReaders.python(folder);
        JsonNode parsed = Json.parse(values, JsonNode.class);
        assertEquals(
                parsed,
                python.pandas(
                        "pandas.read_json(table, lines=True, precise_float=True, dtype=False)",
                        output.toString(),
                        all));
        assertEquals(parsed, python.polars("polars.read_ndjson(table)", output.toString(), all));
    }

    /** One file, and the files of a folder put together; again and again. */
    @Test
    void partsOfAFolderAreTheFileInOrder() throws IOException {
        Path csv = folder.resolve("one.csv");
        Path parts = folder.resolve("parts");

        assertEquals(0, fixture.predict(fixture.labelled(), csv).code());
        assertEquals(
                0, fixture.predict(fixture.labelled(), parts, "--format", "csv").code());

        List<String> joined = new ArrayList<>();
        try (var files = Files.list(parts.resolve("predictions"))) {
            for (Path part : files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(part);
                joined.addAll(joined.isEmpty() ? lines : lines.subList(1, lines.size()));
            }
        }
        assertEquals(Files.readAllLines(csv), joined, "the same bytes every time");
    }

    /** All values of all rows, as numbers read from the shortest text that is the same in single or double precision. */
    private static String flat(boolean labelled) {
        return Json.line(expected.stream()
                .map(row -> Arrays.stream(columns)
                        .flatMap(column -> column.equals("label") && !labelled
                                ? Arrays.stream(new Object[1])
                                : cell(row, column).stream())
                        .map(value -> value instanceof Float number ? Double.valueOf(number.toString()) : value)
                        .toList())
                .toList());
    }

    private static List<?> cell(Row row, String column) {
        Object value = row.getAs(column);
        return value instanceof scala.collection.Seq<?> list ? JavaConverters.seqAsJavaList(list) : List.of(value);
    }
}
