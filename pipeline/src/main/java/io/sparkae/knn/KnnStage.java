package io.sparkae.knn;

import io.sparkae.dataset.InputFile;
import io.sparkae.dataset.Manifest;
import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.Stage;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutput;
import io.sparkae.dataset.StageSettings;
import io.sparkae.dataset.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Judges codes by their neighbours: the test rows are the queries, all rows of the training input (held-out ones
 * included) the references.
 */
public final class KnnStage implements Stage {
    private final SparkSession spark;
    private final RunFolder run;
    private final StageSettings stageSettings;
    private final KnnSettings settings;
    private final long seed;

    /** @param seed the configured seed; it decides speed only, never the result */
    public KnnStage(SparkSession spark, RunFolder run, StageSettings stageSettings, KnnSettings settings, long seed) {
        this.spark = spark;
        this.run = run;
        this.stageSettings = stageSettings;
        this.settings = settings;
        this.seed = seed;
    }

    @Override
    public StageName name() {
        return StageName.KNN;
    }

    @Override
    public Map<String, Object> settings() {
        return stageSettings.of(StageName.KNN);
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        run.require(StageName.INGEST, stageSettings.of(StageName.INGEST));
        run.require(StageName.TRAIN, stageSettings.of(StageName.TRAIN));
        run.require(StageName.ENCODE, stageSettings.of(StageName.ENCODE));
        return List.of(run.manifestOf(StageName.INGEST), run.manifestOf(StageName.ENCODE));
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Path attempt = workspace.attempt();
        Manifest dataset = run.require(StageName.INGEST, stageSettings.of(StageName.INGEST));
        Manifest encodings = run.require(StageName.ENCODE, stageSettings.of(StageName.ENCODE));
        int classes = dataset.fact("classes", Integer.class);
        Map<String, String> schema = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        Map<String, Object> figures = new HashMap<>();
        figures.put("k", settings.k());
        try (SearchInput input = input(encodings, StageName.ENCODE, "code");
                ExactSearch search = search(input)) {
            schema.put(
                    "neighbours",
                    NeighbourTables.writeNeighbours(spark, search.neighbours(), new Path(attempt, "neighbours")));
            schema.put(
                    "predictions",
                    NeighbourTables.writePredictions(
                            spark, search.neighbours(), settings.voting(), classes, new Path(attempt, "predictions")));
            rows.put("neighbours", input.queryRows() * settings.k());
            rows.put("predictions", input.queryRows());
            figures.put("seconds", search.seconds());
            Evaluation evaluation = Evaluation.of(search.neighbours(), settings.voting(), classes);
            if (evaluation != null) {
                figures.put("accuracy", evaluation.accuracy());
                figures.put("confusion", evaluation.confusion());
                figures.put("perClass", evaluation.perClass());
            } else {
                Submission.write(run.fs(), attempt, search.neighbours(), settings.voting(), classes);
            }
        }
        if (settings.raw()) {
            try (SearchInput input = input(dataset, StageName.INGEST, "features");
                    ExactSearch search = search(input)) {
                figures.put("rawSeconds", search.seconds());
                Evaluation evaluation = Evaluation.of(search.neighbours(), settings.voting(), classes);
                if (evaluation != null) {
                    figures.put("rawAccuracy", evaluation.accuracy());
                }
            }
        }
        return new StageOutput(rows, schema, Map.of(), Map.of("knn", figures));
    }

    private SearchInput input(Manifest manifest, StageName source, String column) {
        return new SearchInput(spark, run.stage(source).path(), manifest, column, settings);
    }

    private ExactSearch search(SearchInput input) {
        SearchSettings searched = new SearchSettings(settings.k(), settings.metric(), settings.leaveOneOut());
        return input.search(searched, seed);
    }
}
