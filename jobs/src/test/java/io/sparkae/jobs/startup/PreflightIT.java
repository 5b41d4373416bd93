package io.sparkae.jobs.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.platform.NativeChecks;
import io.sparkae.testing.SharedSpark;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class PreflightIT {
    private static final long MB = 1 << 20;

    @Test
    void aProcessAsTheBuildStartsItHasNothingWrongWithIt(SparkSession spark) {
        List<String> warnings = new Preflight(JavaSparkContext.fromSparkContext(spark.sparkContext()), true).run();

        assertEquals(List.of(), warnings);
    }

    @Test
    void threadsOfOpenMpAreWarnedOf() {
        assertEquals(List.of(), Preflight.threads("1"));
        assertTrue(Preflight.threads("4").get(0).startsWith("OMP_NUM_THREADS is 4, expected 1"));
        assertTrue(Preflight.threads(null).get(0).startsWith("OMP_NUM_THREADS is not set, expected 1"));
    }

    @Test
    void nativeMemoryHasToFitIntoTheRoomForIt() {
        assertEquals(Optional.empty(), NativeChecks.memoryProblem(768 * MB, 1024 * MB));
        assertEquals(Optional.empty(), NativeChecks.memoryProblem(3072 * MB, 0));
        String tooMuch = NativeChecks.memoryProblem(3072 * MB, 1024 * MB).orElseThrow();
        String physical = NativeChecks.memoryWarning(4096 * MB).orElseThrow();

        assertTrue(tooMuch.startsWith("native arrays may take 3072 MB"), tooMuch);
        assertTrue(tooMuch.contains("is 1024 MB (spark.executor.memoryOverhead)"), tooMuch);
        assertTrue(physical.contains("maxphysicalbytes is 4096 MB, expected 0"), physical);
    }

    @Test
    void theRoomIsWhatSparkGivesAContainer() {
        SparkConf conf = new SparkConf(false);

        assertEquals(384 * MB, Preflight.overheadBytes(conf));
        assertEquals(819 * MB, Preflight.overheadBytes(conf.clone().set("spark.executor.memory", "8g")));
        assertEquals(1536 * MB, Preflight.overheadBytes(conf.clone().set("spark.executor.memoryOverhead", "1536m")));
    }
}
