package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.PythonLibraries;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/** A run's model and tables in the hands of others; the user guide's chapter about it does what it says. */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterchangeIT {
    private static final String CHAPTER = "## Taking the model elsewhere: ONNX, npz\n";
    private static final String RUN = "runs/dense-16";

    private Path folder;
    private Path run;

    @BeforeAll
    void run(@TempDir Path temporary, SparkSession spark) throws IOException {
        folder = temporary;
        run = folder.resolve(RUN);
        Path train = new CsvFixture().line(CsvFixture.header()).rows(0, 200).write(folder.resolve("train.csv"));
        Path test = new CsvFixture().line(CsvFixture.header()).rows(200, 260).write(folder.resolve("test.csv"));
        List<String> command = new ArrayList<>(List.of("run", "--run-dir", run.toString()));
        for (String pair : List.of(
                "data.train=" + train,
                "data.test=" + test,
                "model.hidden=[24]",
                "model.code=5",
                "training.epochs=1",
                "knn.k=3")) {
            command.addAll(List.of("-s", pair));
        }
        Command made = Command.run(command.toArray(String[]::new));
        assertEquals(0, made.code(), made.err());
    }

    /** {@code table}, {@code columns}: read back in order, every value the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "encodings/train id,label,code,reconstruction_error",
                "encodings/test id,label,code,reconstruction_error",
                "knn/neighbours id,rank,neighbour_id,distance",
                "knn/predictions id,label,prediction,vote_share,vote_shares"
            })
    void duckDbPandasAndPolarsReadTheTablesAsSparkDoes(String tableAndColumns, SparkSession spark) throws Exception {
        String table = run.resolve(tableAndColumns.split(" ")[0]).toString();
        String[] columns = tableAndColumns.split(" ")[1].split(",");
        String expected = Json.line(bySpark(spark, table, columns));

        assertEquals(expected, OtherReaders.duckDb("read_parquet('" + table + "/*.parquet')", columns), "DuckDB");

        OtherReaders python = OtherReaders.python(folder);
        assertEquals(
                Json.parse(expected, JsonNode.class),
                python.pandas("pandas.read_parquet(table)", table, columns),
                "pandas");
        assertEquals(
                Json.parse(expected, JsonNode.class),
                python.polars("polars.read_parquet(table + '/*.parquet')", table, columns),
                "Polars");
    }

    private static List<List<Object>> bySpark(SparkSession spark, String table, String[] columns) {
        return spark.read().parquet(table).selectExpr(columns).sort(columns[0], columns[1]).collectAsList().stream()
                .map(row -> {
                    List<Object> values = new ArrayList<>();
                    for (int i = 0; i < columns.length; i++) {
                        values.add(plain(row, i));
                    }
                    return values;
                })
                .toList();
    }

    private static Object plain(Row row, int column) {
        return row.get(column) instanceof scala.collection.Seq<?> list
                ? JavaConverters.seqAsJavaList(list).stream()
                        .map(OtherReaders::exact)
                        .toList()
                : OtherReaders.exact(row.get(column));
    }

    @Test
    void theGuidesCommandsAndPythonDoWhatItSays() throws Exception {
        List<String> commands = snippets("sh").get(0).lines().toList();
        for (String line : commands) {
            Command exported =
                    export(line.replace("jobs/bin/sparkae export ", "").split(" "));
            assertEquals(0, exported.code(), exported.err());
        }
        assertEquals(3, commands.size());

        String python = PythonLibraries.interpreter("numpy", "onnxruntime");
        String output = PythonLibraries.run(python, folder, String.join("\n", snippets("python")));

        assertTrue(output.startsWith("codes (60, 5) strangest rows ["), output);
    }

    @Test
    void theGuidesQueriesRun() throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (String query : snippets("sql").get(0).split(";\n")) {
                try (ResultSet found = statement.executeQuery(query.replace(RUN, run.toString()))) {
                    assertTrue(found.next());
                }
            }
        }
    }

    /** Snippets of a language in the guide's chapter. */
    private static List<String> snippets(String language) throws IOException {
        String guide = Files.readString(Path.of("../docs/user-guide.md"));
        String chapter = guide.split(Pattern.quote(CHAPTER))[1].split("\n## ")[0];
        List<String> found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(chapter)
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
        assertFalse(found.isEmpty(), language);
        return found;
    }

    /** Paths in arguments are below the test's folder. */
    private Command export(String... arguments) {
        List<String> command = new ArrayList<>(List.of("export"));
        for (int i = 0; i < arguments.length; i++) {
            boolean path = i > 0 && List.of("--model", "--output").contains(arguments[i - 1]);
            command.add(path ? folder.resolve(arguments[i]).toString() : arguments[i]);
        }
        return Command.run(command.toArray(String[]::new));
    }

    @Test
    void aFileThatIsThereIsReplacedWithForceOnly() throws IOException {
        Path there = Files.writeString(folder.resolve("mine.onnx"), "mine");

        Command refused = export("--model", RUN, "--output", "mine.onnx");
        String kept = Files.readString(there);
        Command forced = export("--model", RUN, "--output", "mine.onnx", "--force");

        assertEquals(2, refused.code());
        assertEquals(
                "sparkae: --output: " + there + " is there already: give --force to replace it, or another path",
                refused.err().strip());
        assertEquals("mine", kept);
        assertEquals(0, forced.code(), forced.err());
        assertEquals(
                "the whole model as onnx in file:" + there + ", " + String.format(Locale.ROOT, "%,d", Files.size(there))
                        + " bytes",
                forced.out().strip());
    }

    /** {@code code ARGUMENTS: message}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 --model RUN --output x.bin: --format: expected onnx or npz, found none, and --output does not end with",
                "2 --model RUN --output x.onnx --format pb: --format: expected one of onnx, npz, found pb",
                "2 --model RUN --output x.onnx --part middle: --part: expected one of encoder, decoder, whole, found middle",
                "2 --model nothing --output x.onnx: --model: expected a run's folder or a model.zip, found nothing at",
                "2 --model RUN --output RUN --format npz: --output: expected a file, found the folder",
                "2 --model nosuch://x/y --output x.onnx: --model nosuch://x/y: its file system cannot be used",
                "4 --model FOLDER --output x.onnx: no output of stage train in",
                "4 --model test.csv --output x.onnx: is not a model that can be used",
                "4 --model DAMAGED --output x.onnx: model.zip"
            })
    void whatIsWrongIsSaidInOneLine(String expected) throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged")).resolve("model");
        if (!Files.exists(damaged)) {
            FileUtils.copyDirectory(run.resolve("model").toFile(), damaged.toFile());
            byte[] file = Files.readAllBytes(damaged.resolve("model.zip"));
            file[file.length / 2] ^= 1;
            Files.write(damaged.resolve("model.zip"), file);
        }
        String arguments = expected.substring(2, expected.indexOf(": "))
                .replace("RUN", RUN)
                .replace("DAMAGED", "damaged")
                .replace("FOLDER", ".");

        Command refused = Command.run(Stream.concat(
                        Stream.of("export"),
                        Arrays.stream(arguments.split(" "))
                                .map(each -> each.startsWith("--")
                                                || each.contains("://")
                                                || List.of("npz", "pb", "middle")
                                                        .contains(each)
                                        ? each
                                        : folder.resolve(each).toString()))
                .toArray(String[]::new));

        assertEquals(Integer.parseInt(expected.substring(0, 1)), refused.code(), refused.err());
        assertTrue(refused.err().contains(expected.substring(expected.indexOf(": ") + 2)), refused.err());
        assertEquals(1, refused.err().strip().lines().count(), refused.err());
        assertFalse(Files.exists(folder.resolve("x.onnx")));
    }

    @Test
    void aRunAndItsModelFileGiveTheSameBytesAndLeaveNothingElse() throws IOException {
        Files.createDirectories(folder.resolve("out"));

        Command byRun = export("--model", RUN, "--output", "out/a", "--format", "npz", "--part", "decoder");
        Command byFile = export(
                "--model", RUN + "/model/model.zip", "--output", "out/b", "--format", "npz", "--part", "decoder");

        assertEquals(0, byRun.code() + byFile.code(), byRun.err() + byFile.err());
        assertArrayEquals(Files.readAllBytes(folder.resolve("out/a")), Files.readAllBytes(folder.resolve("out/b")));
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(2, files.count());
        }
    }
}
