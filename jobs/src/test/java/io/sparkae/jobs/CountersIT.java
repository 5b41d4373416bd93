package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Gauge;
import io.sparkae.files.Json;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** The counters of a run, compared with what the run itself says it did. */
@ExtendWith(SharedSpark.class)
class CountersIT {
    private static final int TRAIN = 90;
    private static final int TEST = 20;

    @TempDir
    Path folder;

    private SparkSession spark;

    @BeforeEach
    void session(SparkSession session) {
        spark = session;
    }

    @Test
    void everyStageCountsWhatItsOutputSays() throws Exception {
        Map<String, Double> before = gauges();
        Map<String, Long> shown = new ConcurrentHashMap<>();
        SparkListener pages = new SparkListener() {
            @Override
            public void onStageCompleted(SparkListenerStageCompleted completed) {
                for (AccumulableInfo info : JavaConverters.asJavaIterable(
                        completed.stageInfo().accumulables().values())) {
                    if (info.name().get().startsWith("sparkae.")) {
                        shown.put(info.name().get(), (Long) info.value().get());
                    }
                }
            }
        };
        spark.sparkContext().addSparkListener(pages);
        try {
            sparkae("run", "training.epochs=3", "knn.raw=true");
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(pages);
        }

        Map<String, Double> after = gauges();
        Map<?, ?> dataset = metrics("dataset");
        Map<?, ?> training = metrics("training");
        List<Map<?, ?>> history = history();
        assertEquals(documented(), after.keySet());
        Map<String, Double> counted = new TreeMap<>(after);
        counted.replaceAll((name, value) -> value - before.getOrDefault(name, 0.0));
        assertEquals(TRAIN + TEST + 1, counted.get("ingest.rows"));
        assertEquals((int) dataset.get("rejectedRows"), counted.get("ingest.rejectedRows"));
        assertEquals(1, counted.get("ingest.rejectedRows"));
        assertEquals(sum(history, "rows"), counted.get("train.rows"));
        assertEquals(sum(history, "rounds"), counted.get("train.rounds"));
        assertEquals(3, counted.get("train.checkpoints"));
        assertEquals(TRAIN + TEST, counted.get("encode.rows"));
        assertEquals(2 * TEST, counted.get("knn.queries"), "by their codes and by their pixels");

        assertEquals((int) training.get("epochs"), after.get("train.epochs"));
        assertEquals(last(training.get("trainLoss")), after.get("train.trainLoss"));
        assertEquals(last(training.get("validationLoss")), after.get("train.validationLoss"));
        Map<?, ?> lastEpoch = history.get(history.size() - 1);
        assertEquals((int) lastEpoch.get("rows") / (double) lastEpoch.get("seconds"), after.get("train.rowsPerSecond"));

        for (String name : List.of("ingest.rows", "ingest.rejectedRows", "encode.rows", "knn.queries")) {
            assertEquals(after.get(name), (double) shown.get("sparkae." + name), name);
        }
    }

    @Test
    void commandsInOneSessionAddUpAndLevelsAreTheLastOnes() throws IOException {
        sparkae("ingest");
        sparkae("train", "training.epochs=2");
        Map<String, Double> first = gauges();

        sparkae("ingest", "ingest.validation-fraction=0");
        sparkae("train", "ingest.validation-fraction=0", "training.epochs=1", "training.master=dl4j");
        Map<String, Double> second = gauges();

        assertEquals(TRAIN + TEST + 1, second.get("ingest.rows") - first.get("ingest.rows"));
        assertEquals(TRAIN, sum(history(), "rows"));
        assertEquals(TRAIN, second.get("train.rows") - first.get("train.rows"), "by DL4J's own master");
        assertEquals(1, second.get("train.rounds") - first.get("train.rounds"));
        assertEquals(1, second.get("train.checkpoints") - first.get("train.checkpoints"));
        assertEquals(2, first.get("train.epochs"));
        assertEquals(1, second.get("train.epochs"));
        assertTrue(first.get("train.validationLoss") > 0);
        assertEquals(0, second.get("train.validationLoss"), "no row was held out");
    }

    private void sparkae(String command, String... pairs) throws IOException {
        Path train = new CsvFixture()
                .line(CsvFixture.header())
                .rows(0, TRAIN)
                .line("3,too,short")
                .write(folder.resolve("train.csv"));
        Path test =
                new CsvFixture().line(CsvFixture.header()).rows(500, 500 + TEST).write(folder.resolve("test.csv"));
        List<String> arguments = new ArrayList<>(
                List.of(command, "--run-dir", folder.resolve("run").toString()));
        List<String> all = new ArrayList<>(List.of(
                "data.train=" + train,
                "data.test=" + test,
                "ingest.max-rejected-fraction=0.1",
                "ingest.validation-fraction=0.1",
                "model.hidden=[16]",
                "model.code=4",
                "training.worker-batch-size=16",
                "training.averaging-frequency=1",
                "knn.k=3"));
        all.addAll(List.of(pairs));
        all.forEach(pair -> arguments.addAll(List.of("-s", pair)));
        Command done = Command.run(arguments.toArray(String[]::new));
        assertEquals(0, done.code(), done.err());
    }

    /** What Spark's metrics system reports of the source. */
    private static Map<String, Double> gauges() {
        Map<String, Double> values = new TreeMap<>();
        for (var source :
                JavaConverters.asJavaIterable(SparkEnv.get().metricsSystem().getSourcesByName("sparkae"))) {
            source.metricRegistry()
                    .getGauges()
                    .forEach((name, gauge) ->
                            assertEquals(null, values.put(name, value(gauge)), "one source a session: " + name));
        }
        return values;
    }

    private static double value(Gauge<?> gauge) {
        return ((Number) gauge.getValue()).doubleValue();
    }

    /** The names in the table of {@code docs/operations.md}. */
    private static TreeSet<String> documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        String section = page.substring(page.indexOf("### Counters of sparkae"), page.indexOf("## Exit codes"));
        return Pattern.compile("(?m)^\\| `((?:ingest|train|encode|knn)\\.\\w+)` \\|")
                .matcher(section)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<?, ?> metrics(String group) throws IOException {
        String file = Files.readString(folder.resolve("run/metrics.json"));
        return (Map<?, ?>) Json.parse(file, Map.class).get(group);
    }

    private List<Map<?, ?>> history() throws IOException {
        List<Map<?, ?>> epochs = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("run/model/history.jsonl"))) {
            epochs.add(Json.parse(line, Map.class));
        }
        return epochs;
    }

    private static double sum(List<Map<?, ?>> history, String figure) {
        return history.stream().mapToInt(epoch -> (Integer) epoch.get(figure)).sum();
    }

    private static Object last(Object list) {
        return ((List<?>) list).get(((List<?>) list).size() - 1);
    }
}
