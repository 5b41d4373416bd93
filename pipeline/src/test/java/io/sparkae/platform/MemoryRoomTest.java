package io.sparkae.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.SettingsException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MemoryRoomTest {
    private static final long GB = 1L << 30;
    private static final MemoryRoom LOCAL = new MemoryRoom(true, 4 * GB, 4 * GB, 3 * GB, 2);
    private static final MemoryRoom CLUSTER = new MemoryRoom(false, 2 * GB, 8 * GB, GB, 1);

    @Test
    void whatFitsIsLetPass() {
        assertEquals(Optional.empty(), LOCAL.lack(4 * GB, 4 * GB, 3 * GB));
        assertEquals(Optional.empty(), CLUSTER.lack(2 * GB, 8 * GB, GB));
    }

    @Test
    void whatDoesNotNamesSizesAndTheSettingOfItsProcess() {
        assertEquals(
                Optional.of("5.0 GB of heap, there are 4.0 GB: give more (SPARKAE_HEAP; spark.driver.memory with"
                        + " spark-submit)"),
                LOCAL.lack(0, 5 * GB, 0));
        assertEquals(
                Optional.of("3.0 GB of heap in the driver, there are 2.0 GB: give more (spark.driver.memory)"),
                CLUSTER.lack(3 * GB, 9 * GB, 0));
        assertEquals(
                Optional.of("9.0 GB of heap in an executor, there are 8.0 GB: give more (spark.executor.memory)"),
                CLUSTER.lack(GB, 9 * GB, 0));
        assertTrue(CLUSTER.lack(0, 0, 2 * GB).orElseThrow().contains("spark.executor.extraJavaOptions"));
        assertTrue(LOCAL.lack(0, 0, 4 * GB).orElseThrow().contains("SPARKAE_JAVA_OPTS"));
    }

    @Test
    void refusalsAreProblemsWithSettings() {
        String message = assertThrows(
                        SettingsException.class, () -> LOCAL.require("x needs", 5 * GB, 0, 0, "have less"))
                .getMessage();
        assertTrue(message.contains("x needs at least 5.0 GB of heap, there are 4.0 GB"), message);
        assertTrue(message.endsWith(", or have less"), message);
    }

    @Test
    void aClustersExecutorsAreKnownByTheirSettings() {
        SparkConf conf = new SparkConf(false)
                .set("spark.executor.memory", "3g")
                .set("spark.executor.cores", "4")
                .set("spark.task.cpus", "2")
                .set("spark.executor.extraJavaOptions", "-Xss2m -Dorg.bytedeco.javacpp.maxbytes=768m -Dx=y");
        assertEquals(new MemoryRoom(false, GB, 3 * GB, 768L << 20, 1), MemoryRoom.ofCluster(conf, GB));
        assertEquals(new MemoryRoom(false, GB, GB, Long.MAX_VALUE, 1), MemoryRoom.ofCluster(new SparkConf(false), GB));
    }

    @Test
    void sizesDoNotOverflow() {
        assertEquals(Long.MAX_VALUE, MemoryRoom.times(1L << 40, 1L << 40));
        assertEquals(6, MemoryRoom.times(2, 3));
        assertEquals(0, MemoryRoom.times(0, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, MemoryRoom.sum(Long.MAX_VALUE, 1, 1));
        assertEquals(6, MemoryRoom.sum(1, 2, 3));
    }

    @Test
    void noBoundOfNativesIsNotABoundOfNothing() {
        SparkConf conf =
                new SparkConf(false).set("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxbytes=0");

        assertEquals(Long.MAX_VALUE, MemoryRoom.ofCluster(conf, GB).executorNatives());
    }

    @Test
    void slotsOfLocalModeAreItsThreads() {
        SparkConf conf = new SparkConf(false).set("spark.default.parallelism", "64");

        assertEquals(2, MemoryRoom.localSlots(conf.set("spark.master", "local[2]")));
        assertEquals(3, MemoryRoom.localSlots(conf.set("spark.master", "local[3,4]")));
        assertEquals(1, MemoryRoom.localSlots(conf.set("spark.master", "local")));
    }
}
