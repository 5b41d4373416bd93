package io.sparkae.report.section;

import io.sparkae.files.InputFile;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.rows.Split;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageTransaction;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A run whose stages have the tables or the figures that a test gives. */
public final class RunFixture {
    private static final String ROWS = "id BIGINT, label INT, features ARRAY<FLOAT>";

    private final SparkSession spark;
    private final RunFolder run;

    RunFixture(SparkSession spark, Path folder) {
        this.spark = spark;
        this.run = RunFolder.at(folder.toString(), spark.sparkContext().hadoopConfiguration());
    }

    /** A run without tables, which needs no Spark. */
    public RunFixture(Path folder) {
        this.spark = null;
        this.run = RunFolder.at(folder.toString(), new Configuration());
    }

    /** The folder of the run. */
    public RunFolder run() {
        return run;
    }

    /** A dataset of no rows with these figures. */
    public RunFixture dataset(int side, int classes, Record figures) throws IOException {
        DatasetFacts facts = new DatasetFacts(new UnitScaling(), side, side, side * side, classes, 0, 0, 1);
        commit(StageName.INGEST, Map.of(), List.of(), workspace -> new StageOutput(Map.of(), Map.of())
                .withFacts(facts)
                .withFigures(figures));
        return this;
    }

    /** A stage of no tables with these figures. */
    public RunFixture figures(StageName stage, StageName from, Map<String, Object> settings, Record figures)
            throws IOException {
        commit(stage, settings, List.of(run.manifestOf(from)), workspace -> new StageOutput(Map.of(), Map.of())
                .withFigures(figures));
        return this;
    }

    /** Rows of id, label and features in [0, 1], of square images; {@code side} in pixels. */
    RunFixture dataset(int side, int classes, Map<Split, List<Row>> splits) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        splits.forEach((split, rows) -> counts.put(split.folder(), (long) rows.size()));
        DatasetFacts facts = new DatasetFacts(new UnitScaling(), side, side, side * side, classes, 0, 0, 1);
        commit(StageName.INGEST, Map.of(), List.of(), workspace -> {
            splits.forEach((split, rows) -> table(workspace, split.folder(), ROWS, rows));
            return new StageOutput(counts, Map.of()).withFacts(facts);
        });
        return this;
    }

    /** A stage of some tables, each with its columns in SQL's notation. */
    RunFixture stage(
            StageName stage, StageName from, Map<String, Object> settings, Map<String, List<Row>> tables, String... ddl)
            throws IOException {
        Map<String, Long> counts = new HashMap<>();
        tables.forEach((name, rows) -> counts.put(name, (long) rows.size()));
        commit(stage, settings, List.of(run.manifestOf(from)), workspace -> {
            int i = 0;
            for (Map.Entry<String, List<Row>> table : tables.entrySet()) {
                table(workspace, table.getKey(), ddl[i++], table.getValue());
            }
            return new StageOutput(counts, Map.of());
        });
        return this;
    }

    RunView view() throws IOException {
        return new RunView("run", spark, run, new ReportSettings(Split.TEST, 100), Metrics.NONE);
    }

    private void table(Workspace workspace, String folder, String ddl, List<Row> rows) {
        spark.createDataFrame(rows, StructType.fromDDL(ddl))
                .coalesce(1)
                .write()
                .parquet(new org.apache.hadoop.fs.Path(workspace.attempt(), folder).toString());
    }

    private void commit(StageName name, Map<String, Object> settings, List<InputFile> inputs, Output output)
            throws IOException {
        Stage stage = new Stage(name, run, any -> settings) {
            @Override
            public List<InputFile> inputs() {
                return inputs;
            }

            @Override
            public StageOutput write(Workspace workspace) {
                return output.write(workspace);
            }
        };
        try (RunLocks locks = new RunLocks()) {
            new StageTransaction(locks.hold(run)).run(stage, false);
        }
    }

    @FunctionalInterface
    private interface Output {
        StageOutput write(Workspace workspace);
    }
}
