package io.sparkae.jobs.startup;

import io.sparkae.platform.NativeChecks;
import io.sparkae.platform.NativeFolders;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the JVM that it runs in.
 *
 * @param mostNativeBytes what may lie outside the heap, or 0 if nobody counts
 * @param multiplies whether native arrays are going to be used
 */
record ProcessCheck(long mostNativeBytes, boolean multiplies) {
    private static final String THREADS = "OMP_NUM_THREADS";

    /** What is wrong, one line each; none if nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        OpenedPackages.problem().ifPresent(problems::add);
        NativeFolders.load().ifPresent(problems::add);
        if (problems.isEmpty() && multiplies) { // the product's library has to be unpacked, too
            NativeChecks.productProblem().ifPresent(problems::add);
        }
        if (problems.isEmpty() && multiplies) { // or else the natives are not there to be asked
            NativeChecks.memoryProblem(mostNativeBytes).ifPresent(problems::add);
        }
        return problems;
    }

    /** What may make it slow or fail, one line each; ask for problems first, which load the natives. */
    List<String> warnings() {
        if (!multiplies) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>(threads(System.getenv(THREADS)));
        NativeChecks.memoryWarning().ifPresent(warnings::add);
        return warnings;
    }

    static List<String> threads(String set) {
        return "1".equals(set)
                ? List.of()
                : List.of(THREADS + " is " + (set == null ? "not set" : set) + ", expected 1: parallelism comes from"
                        + " partitions, and threads of their own get in each other's way; set it in the environment of"
                        + " local mode's process, and spark.executorEnv." + THREADS + " = 1 for executors");
    }
}
