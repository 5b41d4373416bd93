package io.sparkae.knn;

import io.sparkae.files.InputFile;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.knn.search.NeighbourSearch;
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
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
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

    /**
     * Checks as soon as a dataset is there that its codes can be judged, before anything is trained for it.
     *
     * @throws io.sparkae.settings.SettingsException if there are not more than k references
     * @throws io.sparkae.files.BadInputException if references have no labels to vote with
     */
    public static void requireReferences(Manifest dataset, KnnSettings settings) {
        long rows = dataset.rows().getOrDefault(Split.TRAIN.folder(), 0L)
                + dataset.rows().getOrDefault(Split.VALIDATION.folder(), 0L);
        SearchInput.requireReferences(rows, DatasetFacts.of(dataset).labelledRows(), settings);
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
        int classes = DatasetFacts.of(dataset).classes();
        SearchMemory.requireRoomForClasses(
                classes, MemoryRoom.of(JavaSparkContext.fromSparkContext(spark.sparkContext())));
        Map<String, String> schema = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        KnnFigures.Search codes;
        KnnFigures.Search raw = null;
        try (SearchInput input = input(encodings, StageName.ENCODE, "code");
                NeighbourSearch search = search(input)) {
            schema.put(
                    "neighbours",
                    NeighbourTables.writeNeighbours(spark, search.neighbours(), new Path(attempt, "neighbours")));
            schema.put(
                    "predictions",
                    NeighbourTables.writePredictions(
                            spark, search.neighbours(), settings.voting(), classes, new Path(attempt, "predictions")));
            rows.put("neighbours", input.queryRows() * settings.k());
            rows.put("predictions", input.queryRows());
            codes = judge(input, search, classes);
            if (codes.votes() == null) {
                Submission.write(run.fs(), attempt, search.neighbours(), settings.voting(), classes);
            }
        }
        if (settings.raw()) {
            try (SearchInput input = input(dataset, StageName.INGEST, "features");
                    NeighbourSearch search = search(input)) {
                raw = judge(input, search, classes);
            }
        }
        return new StageOutput(rows, schema).withFigures(KnnFigures.of(settings, codes, raw));
    }

    private SearchInput input(Manifest manifest, StageName source, String column) {
        return new SearchInput(spark, run.stage(source).path(), manifest, column, settings);
    }

    private NeighbourSearch search(SearchInput input) {
        return switch (settings.method()) {
            case EXACT -> input.searchExactly(settings.search(), seed);
            case HNSW -> input.searchGraphs(settings.search(), settings.graph(), seed);
        };
    }

    private KnnFigures.Search judge(SearchInput input, NeighbourSearch search, int classes) {
        Double recall = null;
        Double exactSeconds = null;
        if (settings.method() != KnnSettings.Method.EXACT) {
            try (NeighbourSearch exact = input.searchExactly(settings.search(), seed)) {
                recall = Recall.of(search.neighbours(), exact.neighbours());
                exactSeconds = exact.seconds();
            }
        }
        return new KnnFigures.Search(
                search.seconds(), recall, exactSeconds, Evaluation.of(search.neighbours(), settings.voting(), classes));
    }
}
