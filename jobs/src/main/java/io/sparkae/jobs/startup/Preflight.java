package io.sparkae.jobs.startup;

import io.sparkae.platform.NativeChecks;
import io.sparkae.platform.NativeFolders;
import io.sparkae.platform.PrivateFolder;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Preflight checks of driver and executors: a misconfigured process is reported in one line before work begins, instead of
 * by some library's error in the middle of a run.
 */
public final class Preflight {
    private static final String OVERHEAD = "spark.executor.memoryOverhead";
    private static final int LEAST_OVERHEAD_MB = 384;
    private static final long MEGABYTE = 1 << 20;
    private static final long LEAST_HEAP = 450 * MEGABYTE;

    private final JavaSparkContext spark;
    private final boolean multiplies;

    /**
     * @param spark the session's context
     * @param multiplies whether native arrays will be used, so that they are tried
     */
    public Preflight(JavaSparkContext spark, boolean multiplies) {
        this.spark = spark;
        this.multiplies = multiplies;
    }

    /**
     * Checks what Spark needs to start, and supplies what the machine lacks: a user name, an address to listen on in local
     * mode, folders for native libraries. Call it before there is a session.
     *
     * @param conf of the future session; completed
     * @throws SettingsException if this process was started without what Spark needs
     */
    public static void beforeTheSession(SparkConf conf) {
        List<String> problems = new ArrayList<>();
        closedPackages().ifPresent(problems::add);
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
     * The temporary folder that no other user can enter.
     *
     * @throws IOException if nothing can be written there
     */
    public static Path temporaryFolder() throws IOException {
        return PrivateFolder.temporary();
    }

    /**
     * Checks what arrays need in a process without a session, and supplies what {@link #beforeTheSession} does.
     *
     * @throws SettingsException if native libraries cannot be loaded
     */
    public static void withoutSession() {
        beforeHadoop();
        NativeFolders.choose().or(NativeChecks::productProblem).ifPresent(problem -> {
            throw new SettingsException(List.of(problem));
        });
    }

    /** Gives Hadoop a user name where the machine has none; call it before a file system is asked for. */
    public static void beforeHadoop() {
        LoginUser.ensure();
    }

    /** Spark refuses a smaller heap, with a message that names an option only spark-submit has. */
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
     * @throws SettingsException with all problems
     */
    public List<String> run() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of(spark.isLocal() ? "the process" : "the driver", 0, multiplies));
        if (!spark.isLocal()) {
            findings.addAll(executors());
        }
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        serializerProblem(spark.getConf()).ifPresent(problems::add);
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

    /** One finding of each executor that ran a task. */
    private List<Finding> executors() {
        long overhead = overheadBytes(spark.getConf());
        int tasks = Math.max(1, spark.defaultParallelism());
        boolean tried = multiplies;
        return spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                .map(i -> Finding.of("executor " + SparkEnv.get().executorId(), overhead, tried))
                .collect();
    }

    /** {@code spark.executor.memoryOverhead}, or Spark's default: a tenth of the heap, at least 384 MB. */
    static long overheadBytes(SparkConf conf) {
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        long byDefault = Math.max(LEAST_OVERHEAD_MB, heap / 10);
        return MEGABYTE * conf.getSizeAsMb(OVERHEAD, byDefault + "m");
    }

    private static void addOnce(List<String> lines, String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** The packages that Spark reflects into; on Java 17 the command line has to open them. */
    private static Optional<String> closedPackages() {
        List<String> needed = List.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.reflect",
                "java.io",
                "java.net",
                "java.nio",
                "java.util",
                "java.util.concurrent",
                "sun.nio.ch");
        Module base = Object.class.getModule();
        Module ours = Preflight.class.getModule();
        List<String> closed =
                needed.stream().filter(name -> !base.isOpen(name, ours)).toList();
        return closed.isEmpty()
                ? Optional.empty()
                : Optional.of("Java's packages " + String.join(", ", closed) + " are not open to Spark: start with"
                        + " spark-submit or jobs/bin/sparkae, which give --add-opens=java.base/" + closed.get(0)
                        + "=ALL-UNNAMED and the like, or give them yourself");
    }

    /** Sends a block of rows through a configured serializer and back. */
    private static Optional<String> serializerProblem(SparkConf conf) {
        String setting = "spark.serializer";
        if (!conf.contains(setting)) {
            return Optional.empty();
        }
        RowBlock block = new RowBlock(new long[] {1, 2}, new int[] {3, RowBlock.NO_LABEL}, new float[] {4, 5, 6, 7}, 2);
        String found;
        try {
            ClassTag<RowBlock> tag = ClassTag$.MODULE$.apply(RowBlock.class);
            SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
            ByteBuffer bytes = serializer.serialize(block, tag);
            RowBlock back = serializer.deserialize(bytes, tag);
            if (Arrays.equals(back.values(), block.values())) {
                return Optional.empty();
            }
            found = "rows came back changed";
        } catch (RuntimeException e) {
            found = e.toString().lines().findFirst().orElse("");
        }
        return Optional.of(setting + " = " + conf.get(setting) + " cannot carry our rows (" + found
                + "): leave it unset; Java's serializer writes the rows' arrays as fast");
    }

    /** Environment variable {@code OMP_NUM_THREADS} is expected to be 1. */
    static List<String> threads(String set) {
        String variable = "OMP_NUM_THREADS";
        return "1".equals(set)
                ? List.of()
                : List.of(variable + " is " + (set == null ? "not set" : set) + ", expected 1: partitions run in"
                        + " parallel already, and more threads slow each other down; set it in the environment of the"
                        + " process in local mode, and spark.executorEnv." + variable + " = 1 for executors");
    }

    /**
     * The result for one process.
     *
     * @param problems that no work should begin with
     * @param warnings of slow work or later failures
     */
    private record Finding(String process, List<String> problems, List<String> warnings) implements Serializable {

        /**
         * Checks the JVM that it runs in.
         *
         * @param mostNativeBytes what may lie outside the heap, or 0 if unbounded
         */
        static Finding of(String process, long mostNativeBytes, boolean multiplies) {
            List<String> problems = new ArrayList<>();
            closedPackages().ifPresent(problems::add);
            NativeFolders.load().ifPresent(problems::add);
            if (problems.isEmpty() && multiplies) { // the library of the matrix product is unpacked, too
                NativeChecks.productProblem().ifPresent(problems::add);
            }
            if (problems.isEmpty() && multiplies) { // needs the loaded library
                NativeChecks.memoryProblem(mostNativeBytes).ifPresent(problems::add);
            }
            List<String> warnings = new ArrayList<>();
            if (multiplies) {
                warnings.addAll(threads(System.getenv("OMP_NUM_THREADS")));
                NativeChecks.memoryWarning().ifPresent(warnings::add);
            }
            return new Finding(process, problems, warnings);
        }
    }
}
