package io.sparkae.knn;

import io.sparkae.knn.search.SearchResult;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Judges codes by their neighbours: the test rows are the queries, all rows of the training input (held-out ones
 * included) the references.
 */
public final class KnnStage extends Stage {
    /** Of the search on raw features, what is kept and what it is called. */
    private static final Map<String, String> RAW_FIGURES = Map.of(
            "accuracy",
            "rawAccuracy",
            "seconds",
            "rawSeconds",
            "recall",
            "rawRecall",
            "exactSeconds",
            "rawExactSeconds");

    private final SparkSession spark;
    private final KnnSettings settings;
    private final long seed;

    /** @param seed the configured seed; it decides speed only, never the result */
    public KnnStage(SparkSession spark, RunFolder run, StageSettings stageSettings, KnnSettings settings, long seed) {
        super(StageName.KNN, run, stageSettings, StageName.INGEST, StageName.ENCODE);
        this.spark = spark;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Checks as soon as a dataset is there that its codes can be judged, before anything is trained for it.
     *
     * @throws io.sparkae.settings.SettingsException if there are not more than k references
     * @throws io.sparkae.files.BadInputException if references have no labels to vote with
     */
    public static void requireReferences(Manifest dataset, KnnSettings settings) {
        long rows = dataset.rows().getOrDefault(Split.TRAIN.folder(), 0L)
                + dataset.rows().getOrDefault(Split.VALIDATION.folder(), 0L);
        SearchRows.requireReferences(
                rows, dataset.fact("labelledRows", Number.class).longValue(), settings);
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Path attempt = workspace.attempt();
        Manifest dataset = upstream(StageName.INGEST);
        Manifest encodings = upstream(StageName.ENCODE);
        int classes = dataset.fact("classes", Integer.class);
        Evaluation.requireRoomForClasses(
                classes, MemoryRoom.of(JavaSparkContext.fromSparkContext(spark.sparkContext())));
        Map<String, String> schema = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        Map<String, Object> figures = new HashMap<>();
        figures.put("k", settings.k());
        figures.put("method", settings.method().name().toLowerCase(Locale.ROOT));
        try (SearchRows input = input(encodings, StageName.ENCODE, "code");
                SearchResult search = input.search(seed)) {
            schema.putAll(NeighbourTables.write(spark, search, settings.voting(), classes, attempt));
            rows.put("neighbours", input.queryRows() * settings.k());
            rows.put("predictions", input.queryRows());
            figures.putAll(figures(input, search, classes));
            if (!figures.containsKey("accuracy")) {
                NeighbourTables.writeSubmission(run().fs(), attempt, search.neighbours(), settings.voting(), classes);
            }
        }
        if (settings.raw()) {
            try (SearchRows input = input(dataset, StageName.INGEST, "features");
                    SearchResult search = input.search(seed)) {
                Map<String, Object> raw = figures(input, search, classes);
                RAW_FIGURES.forEach((name, rawName) -> {
                    if (raw.containsKey(name)) {
                        figures.put(rawName, raw.get(name));
                    }
                });
            }
        }
        return new StageOutput(rows, schema, Map.of(), Map.of("knn", figures));
    }

    private SearchRows input(Manifest manifest, StageName source, String column) {
        return SearchRows.of(spark, folder(source), manifest.files(), column, settings);
    }

    private Map<String, Object> figures(SearchRows input, SearchResult search, int classes) {
        Map<String, Object> figures = new HashMap<>();
        figures.put("seconds", search.seconds());
        if (settings.method() != KnnSettings.Method.EXACT) {
            try (SearchResult exact = input.searchExactly(seed)) {
                figures.put("recall", Evaluation.recall(search.neighbours(), exact.neighbours()));
                figures.put("exactSeconds", exact.seconds());
            }
        }
        Evaluation evaluation = Evaluation.of(search.neighbours(), settings.voting(), classes);
        if (evaluation != null) {
            figures.put("accuracy", evaluation.accuracy());
            figures.put("confusion", evaluation.confusion());
            figures.put("perClass", evaluation.perClass());
        }
        return figures;
    }
}
