package io.sparkae.knn;

import io.sparkae.ingest.DatasetFacts;
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
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Evaluates codes by nearest neighbours: the test rows are the queries, all rows of the training input, held-out ones
 * included, the references.
 */
public final class KnnStage extends Stage {
    private final SparkSession spark;
    private final KnnSettings settings;
    private final long seed;

    /** @param seed the configured seed; the speed of an exact search and the graphs of an HNSW search depend on it */
    public KnnStage(SparkSession spark, RunFolder run, StageSettings stageSettings, KnnSettings settings, long seed) {
        super(StageName.KNN, run, stageSettings, StageName.INGEST, StageName.ENCODE);
        this.spark = spark;
        this.settings = settings;
        this.seed = seed;
    }

    /**
     * Checks, before anything is trained on a dataset, that its codes can be evaluated.
     *
     * @throws io.sparkae.settings.SettingsException if there are not more than k references
     * @throws io.sparkae.files.BadInputException if references have no labels to vote with
     */
    public static void requireReferences(Manifest dataset, KnnSettings settings) {
        long rows = dataset.rows().getOrDefault(Split.TRAIN.folder(), 0L)
                + dataset.rows().getOrDefault(Split.VALIDATION.folder(), 0L);
        SearchRows.requireReferences(rows, DatasetFacts.of(dataset).labelledRows(), settings);
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Path attempt = workspace.attempt();
        Manifest dataset = upstream(StageName.INGEST);
        Manifest encodings = upstream(StageName.ENCODE);
        int classes = DatasetFacts.of(dataset).classes();
        Evaluation.requireRoomForClasses(
                classes, MemoryRoom.of(JavaSparkContext.fromSparkContext(spark.sparkContext())));
        Map<String, String> schema = new HashMap<>();
        Map<String, Long> rows = new HashMap<>();
        KnnFigures.Search codes;
        KnnFigures.Search raw = null;
        try (SearchRows input = input(encodings, StageName.ENCODE, "code");
                SearchResult search = input.search(seed)) {
            schema.putAll(NeighbourTables.write(spark, search, settings.voting(), classes, attempt));
            rows.put("neighbours", input.queryRows() * settings.k());
            rows.put("predictions", input.queryRows());
            codes = evaluate(input, search, classes);
            if (codes.votes() == null) {
                NeighbourTables.writeSubmission(run().fs(), attempt, search.neighbours(), settings.voting(), classes);
            }
        }
        if (settings.raw()) {
            try (SearchRows input = input(dataset, StageName.INGEST, "features");
                    SearchResult search = input.search(seed)) {
                raw = evaluate(input, search, classes);
            }
        }
        return new StageOutput(rows, schema).withFigures(KnnFigures.of(settings, codes, raw));
    }

    private SearchRows input(Manifest manifest, StageName source, String column) throws IOException {
        return SearchRows.of(spark, folder(source), manifest.files(), column, settings);
    }

    private KnnFigures.Search evaluate(SearchRows input, SearchResult search, int classes) {
        Double recall = null;
        Double exactSeconds = null;
        if (settings.method() != KnnSettings.Method.EXACT) {
            try (SearchResult exact = input.searchExactly(seed)) {
                recall = Evaluation.recall(search.neighbours(), exact.neighbours());
                exactSeconds = exact.seconds();
            }
        }
        return new KnnFigures.Search(
                search.seconds(), recall, exactSeconds, Evaluation.of(search.neighbours(), settings.voting(), classes));
    }
}
