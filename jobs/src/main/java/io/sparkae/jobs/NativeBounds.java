package io.sparkae.jobs;

import org.apache.spark.SparkConf;

/**
 * Bounds what native arrays may take in an executor by the room it is given outside the heap: three quarters of {@code
 * spark.executor.memoryOverhead}, the rest being for the JVM itself, Netty and OpenBLAS's buffers.
 */
final class NativeBounds {
    private static final String OPTIONS = "spark.executor.extraJavaOptions";
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final String MOST = "-Dorg.bytedeco.javacpp.maxbytes=";
    private static final String MOST_RESIDENT = "-Dorg.bytedeco.javacpp.maxphysicalbytes=";

    private NativeBounds() {}

    /** Adds them to the executors' Java options; bounds that are there stay. */
    static SparkConf addTo(SparkConf conf) {
        String options = conf.get(OPTIONS, "");
        if (!options.contains(MOST)) {
            options += " " + MOST + conf.getSizeAsMb(OVERHEAD, "1g") * 3 / 4 + "m";
        }
        if (!options.contains(MOST_RESIDENT)) {
            options += " " + MOST_RESIDENT + "0"; // it would count what Spark maps, too
        }
        return conf.set(OPTIONS, options.strip());
    }
}
