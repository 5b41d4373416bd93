package io.sparkae.benchmark;

import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.IngestStage;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The ingest stage again and again in this process.
 *
 * @param name for the table
 * @param spark to run on
 * @param run folder for its output
 * @param settings of the stage
 * @param times in a round
 */
record WarmIngest(String name, SparkSession spark, RunFolder run, IngestSettings settings, int times)
        implements Contender {

    @Override
    public List<Double> seconds() throws IOException {
        List<Double> seconds = new ArrayList<>();
        try (RunLocks locks = new RunLocks()) {
            StageTransaction transaction = new StageTransaction(locks.hold(run));
            for (int i = 0; i < times; i++) {
                long started = System.nanoTime();
                transaction.run(new IngestStage(spark, settings, Map.of()), true);
                seconds.add((System.nanoTime() - started) / 1e9);
            }
        }
        return seconds;
    }
}
