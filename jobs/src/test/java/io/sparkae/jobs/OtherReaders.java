package io.sparkae.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.testing.PythonLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tables as DuckDB, pandas and Polars read them: a JSON array of each row's values, ordered by the first two columns, every
 * number with all its digits.
 *
 * @param interpreter of Python
 * @param folder for scripts
 */
record OtherReaders(String interpreter, Path folder) {
    /** Those that Python has; skips the test if it has not. */
    static OtherReaders python(Path folder) throws IOException, InterruptedException {
        return new OtherReaders(PythonLibraries.interpreter("pandas", "polars", "pyarrow"), folder);
    }

    /** @param relation that the query reads from */
    static String duckDb(String relation, String... columns) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT " + String.join(", ", columns) + " FROM " + relation + " ORDER BY 1, 2")) {
            while (found.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.length; i++) {
                    Object value = found.getObject(i);
                    row.add(
                            value instanceof Array list
                                    ? Arrays.stream((Object[]) list.getArray())
                                            .map(OtherReaders::exact)
                                            .toList()
                                    : exact(value));
                }
                rows.add(row);
            }
        }
        return Json.line(rows);
    }

    /** Single-precision numbers as Python writes them. */
    static Object exact(Object value) {
        return value instanceof Float number ? Double.valueOf(number) : value;
    }

    /** @param frame a Python expression of {@code table} */
    JsonNode pandas(String frame, String table, String... columns) throws IOException, InterruptedException {
        return rows(
                """
                import pandas
                frame = %s[columns].sort_values(columns[:2])
                rows = [list(row) for row in frame.itertuples(index=False, name=None)]
                """
                        .formatted(frame),
                table,
                columns);
    }

    /** @param frame a Python expression of {@code table} */
    JsonNode polars(String frame, String table, String... columns) throws IOException, InterruptedException {
        return rows(
                """
                import polars
                rows = %s.select(columns).sort(columns[:2]).rows()
                """
                        .formatted(frame),
                table,
                columns);
    }

    private JsonNode rows(String reading, String table, String... columns) throws IOException, InterruptedException {
        String script =
                """
                import json, sys
                table, columns = sys.argv[1], sys.argv[2:]
                """
                        + reading
                        + """
                def plain(value):
                    value = value.tolist() if hasattr(value, "tolist") else value
                    missing = isinstance(value, float) and value != value
                    return list(value) if isinstance(value, (list, tuple)) else None if missing else value
                print(json.dumps([[plain(value) for value in row] for row in rows]))
                """;
        return Json.parse(
                PythonLibraries.run(
                        interpreter,
                        folder,
                        script,
                        Stream.concat(Stream.of(table), Arrays.stream(columns)).toArray(String[]::new)),
                JsonNode.class);
    }
}
