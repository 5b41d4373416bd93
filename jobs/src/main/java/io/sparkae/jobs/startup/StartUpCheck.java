package io.sparkae.jobs.startup;

import io.sparkae.platform.NativeFolders;
import io.sparkae.platform.PrivateFolder;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Looks at the driver and the executors before work begins, so that what is wrong with them is said in a line instead of
 * showing in the middle of a run as an error of some library.
 */
public final class StartUpCheck {
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final int LEAST_OVERHEAD_MB = 384;
    private static final long MEGABYTE = 1 << 20;
    private static final long LEAST_HEAP = 450 * MEGABYTE;

    private final JavaSparkContext spark;
    private final boolean multiplies;

    /**
     * @param spark the session's context
     * @param multiplies whether native arrays are going to be used, so that they are tried
     */
    public StartUpCheck(JavaSparkContext spark, boolean multiplies) {
        this.spark = spark;
        this.multiplies = multiplies;
    }

    /**
     * What was found in one process.
     *
     * @param process which one
     * @param problems that no work should begin with
     * @param warnings that it may begin with
     */
    private record Finding(String process, List<String> problems, List<String> warnings) implements Serializable {}

    /**
     * Checks what Spark needs to start at all, and gives it what the machine lacks: a user's name, an address to listen
     * on in local mode, folders for native libraries. Call it before there is a session.
     *
     * @param conf of the session to be; completed
     * @throws SettingsException if this process was started without what Spark needs
     */
    public static void beforeTheSession(SparkConf conf) {
        List<String> problems = new ArrayList<>();
        OpenedPackages.problem().ifPresent(problems::add);
        if (!conf.contains("spark.testing.memory")) {
            heapProblem(Runtime.getRuntime().maxMemory()).ifPresent(problems::add);
        }
        NativeFolders.choose().ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        beforeHadoop();
        if (conf.get("spark.master", "").startsWith("local")) {
            Loopback.choose(conf);
        }
    }

    /**
     * The folder for temporary files that no other user can enter.
     *
     * @throws IOException if nothing can be written there
     */
    public static Path temporaryFolder() throws IOException {
        return PrivateFolder.temporary();
    }

    /** Gives Hadoop a user's name where the machine has none; call it before a file system is asked for. */
    public static void beforeHadoop() {
        LoginUser.ensure();
    }

    /** Spark starts with no less, and names an option that only spark-submit has. */
    static Optional<String> heapProblem(long heapBytes) {
        return heapBytes >= LEAST_HEAP
                ? Optional.empty()
                : Optional.of("the Java heap has " + heapBytes / MEGABYTE + " MB, expected " + LEAST_HEAP / MEGABYTE
                        + " or more: set SPARKAE_HEAP=4g for jobs/bin/sparkae, --driver-memory 4g for spark-submit");
    }

    /**
     * Checks all processes.
     *
     * @return warnings, each naming the process
     * @throws SettingsException with everything that is wrong
     */
    public List<String> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(spark.isLocal() ? find("the process", 0, multiplies) : find("the driver", 0, multiplies));
        if (!spark.isLocal()) {
            findings.addAll(executors());
        }
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        KryoCheck.problem(spark.getConf()).ifPresent(problems::add);
        for (Finding finding : findings) {
            finding.problems().forEach(problem -> addOnce(problems, finding.process() + ": " + problem));
            boolean computes = spark.isLocal() || !finding.process().equals("the driver");
            finding.warnings().stream()
                    .filter(warning -> computes)
                    .forEach(warning -> addOnce(warnings, finding.process() + ": " + warning));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return warnings;
    }

    /** One finding of each executor that a task came to. */
    private List<Finding> executors() {
        long overhead = overheadBytes(spark.getConf());
        int tasks = Math.max(1, spark.defaultParallelism());
        boolean tried = multiplies;
        return spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                .map(i -> find("executor " + SparkEnv.get().executorId(), overhead, tried))
                .collect();
    }

    static long overheadBytes(SparkConf conf) {
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        long byDefault = Math.max(LEAST_OVERHEAD_MB, heap / 10);
        return MEGABYTE * conf.getSizeAsMb(OVERHEAD, byDefault + "m");
    }

    private static Finding find(String process, long mostNativeBytes, boolean multiplies) {
        ProcessCheck check = new ProcessCheck(mostNativeBytes, multiplies);
        return new Finding(process, check.problems(), check.warnings());
    }

    private static void addOnce(List<String> lines, String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }
}
