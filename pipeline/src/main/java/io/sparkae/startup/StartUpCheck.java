package io.sparkae.startup;

import io.sparkae.settings.SettingsException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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

    private final JavaSparkContext spark;

    /** @param spark the session's context */
    public StartUpCheck(JavaSparkContext spark) {
        this.spark = spark;
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
     * Checks what Spark needs to start at all; call it before there is a session.
     *
     * @throws SettingsException if this process was started without it
     */
    public static void beforeTheSession() {
        OpenedPackages.problem().ifPresent(problem -> {
            throw new SettingsException(List.of(problem));
        });
    }

    /**
     * Checks all processes.
     *
     * @return warnings, each naming the process
     * @throws SettingsException with everything that is wrong
     */
    public List<String> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(spark.isLocal() ? find("the process", 0) : find("the driver", 0));
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
        return spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                .map(i -> find("executor " + SparkEnv.get().executorId(), overhead))
                .collect();
    }

    static long overheadBytes(SparkConf conf) {
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        long byDefault = Math.max(LEAST_OVERHEAD_MB, heap / 10);
        return MEGABYTE * conf.getSizeAsMb(OVERHEAD, byDefault + "m");
    }

    private static Finding find(String process, long mostNativeBytes) {
        ProcessCheck check = new ProcessCheck(mostNativeBytes);
        return new Finding(process, check.problems(), check.warnings());
    }

    private static void addOnce(List<String> lines, String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }
}
