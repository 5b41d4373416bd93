package io.sparkae.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class TaskProgressIT {
    private static final long SIX_SECONDS = 6_000_000_000L;

    @Test
    void aLineEveryTenSecondsTellsHowManyTasksAreDone(SparkSession spark) throws Exception {
        StringWriter out = new StringWriter();
        AtomicLong clock = new AtomicLong();
        TaskProgress.Lines progress =
                new TaskProgress.Lines("ingest", new PrintWriter(out), () -> clock.addAndGet(SIX_SECONDS));
        spark.sparkContext().addSparkListener(progress);
        try {
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(List.of(1, 2, 3, 4), 4)
                    .count();
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(progress);
        }

        List<String> lines = out.toString().lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("ingest  step 1: 2 of 4 tasks"), lines.get(0));
        assertTrue(lines.get(1).startsWith("ingest  step 1: 4 of 4 tasks"), lines.get(1));
    }
}
