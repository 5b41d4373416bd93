package io.sparkae.platform;

import io.sparkae.settings.SettingsException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;
import org.bytedeco.javacpp.Pointer;

/**
 * Available memory in bytes, compared with estimates before work begins. Estimates are lower bounds: work that they refuse
 * cannot fit, work that they accept may still fail.
 *
 * @param local whether executors are the driver's process
 * @param driverHeap the largest heap of this process
 * @param executorHeap the largest heap of an executor
 * @param executorNatives bound on an executor's native arrays
 * @param slots lower bound on the tasks that an executor runs at a time
 */
public record MemoryRoom(boolean local, long driverHeap, long executorHeap, long executorNatives, int slots) {
    private static final Pattern MOST_NATIVES = Pattern.compile("-Dorg\\.bytedeco\\.javacpp\\.maxbytes=(\\S+)");
    private static final Pattern LOCAL_THREADS = Pattern.compile("^local\\[(\\*|\\d{1,6})[,\\]]");
    private static final double GIGABYTE = 1L << 30;

    /** The memory of a session's processes. */
    public static MemoryRoom of(JavaSparkContext spark) {
        long heap = Runtime.getRuntime().maxMemory();
        if (spark.isLocal()) {
            return new MemoryRoom(true, heap, heap, localNatives(), localSlots(spark.getConf()));
        }
        return ofCluster(spark.getConf(), heap);
    }

    static MemoryRoom ofCluster(SparkConf conf, long driverHeap) {
        Matcher natives = MOST_NATIVES.matcher(conf.get("spark.executor.extraJavaOptions", ""));
        return new MemoryRoom(
                false,
                driverHeap,
                conf.getSizeAsBytes("spark.executor.memory", "1g"),
                natives.find() ? bound(natives.group(1)) : Long.MAX_VALUE,
                1); // tasks go to another executor first if there is one
    }

    /** To JavaCPP 0 or less is no bound. A size that cannot be parsed keeps executors from starting anyway. */
    private static long bound(String size) {
        try {
            long bytes = JavaUtils.byteStringAsBytes(size);
            return bytes > 0 ? bytes : Long.MAX_VALUE;
        } catch (NumberFormatException unknown) {
            return Long.MAX_VALUE;
        }
    }

    static int localSlots(SparkConf conf) {
        Matcher threads = LOCAL_THREADS.matcher(conf.get("spark.master", "local"));
        if (!threads.find()) {
            return 1;
        }
        int cores = threads.group(1).equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Integer.parseInt(threads.group(1));
        return Math.max(1, cores / Math.max(1, conf.getInt("spark.task.cpus", 1)));
    }

    /** Bound on this process's native arrays: JavaCPP's, or else the machine's memory. */
    public static long localNatives() {
        if (Pointer.maxBytes() > 0) {
            return Pointer.maxBytes();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    /**
     * Message about the memory that is missing; empty if the need fits.
     *
     * @param driver bytes of heap that the driver is certain to hold at one time, beside executors
     * @param executor bytes of heap that an executor is certain to hold at one time
     * @param natives bytes of native arrays that an executor is certain to hold at one time
     */
    public Optional<String> lack(long driver, long executor, long natives) {
        if (local && Math.max(driver, executor) > driverHeap) {
            return Optional.of(gigabytes(Math.max(driver, executor)) + " of heap, there are " + gigabytes(driverHeap)
                    + ": give more (SPARKAE_HEAP; spark.driver.memory with spark-submit)");
        }
        if (!local && driver > driverHeap) {
            return Optional.of(gigabytes(driver) + " of heap in the driver, there are " + gigabytes(driverHeap)
                    + ": give more (spark.driver.memory)");
        }
        if (!local && executor > executorHeap) {
            return Optional.of(gigabytes(executor) + " of heap in an executor, there are " + gigabytes(executorHeap)
                    + ": give more (spark.executor.memory)");
        }
        return natives <= executorNatives
                ? Optional.empty()
                : Optional.of(gigabytes(natives) + " of native arrays, there may be " + gigabytes(executorNatives)
                        + ": allow more (-Dorg.bytedeco.javacpp.maxbytes, in "
                        + (local ? "SPARKAE_JAVA_OPTS" : "spark.executor.extraJavaOptions") + ")");
    }

    /**
     * Refuses work that cannot fit.
     *
     * @param work what needs the memory, as the beginning of a sentence that goes on with "at least … GB"
     * @param instead what to change in settings, for the end of the sentence
     * @throws SettingsException if it does not fit; parameters are those of {@link #lack}
     */
    public void require(String work, long driver, long executor, long natives, String instead) {
        lack(driver, executor, natives).ifPresent(lack -> {
            throw new SettingsException(List.of(work + " at least " + lack + ", or " + instead));
        });
    }

    /** Bytes formatted in units of 2³⁰. */
    public static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < GIGABYTE / 10 ? "%.3f GB" : "%.1f GB", bytes / GIGABYTE);
    }

    /** Saturating product of two numbers that are not negative. */
    public static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /** Saturating sum of numbers that are not negative. */
    public static long sum(long... terms) {
        long sum = 0;
        for (long term : terms) {
            sum = term > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + term;
        }
        return sum;
    }
}
