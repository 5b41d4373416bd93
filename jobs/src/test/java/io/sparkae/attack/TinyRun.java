package io.sparkae.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of runs that take a second of work, in two variants whose outputs differ in every stage.
 *
 * @param seed tells the variants apart
 */
record TinyRun(int seed) {
    static final TinyRun ONE = new TinyRun(1);
    static final TinyRun OTHER = new TinyRun(2);

    /** The arguments of a command on a run folder. */
    List<String> arguments(String command, String run, String... more) {
        List<String> all = new ArrayList<>(List.of(command, "--run-dir", run));
        for (String pair : List.of(
                "seed=" + seed,
                "generate.train-rows=600",
                "generate.test-rows=100",
                "model.hidden=[16]",
                "model.code=4",
                "training.epochs=4",
                "training.worker-batch-size=16",
                "training.averaging-frequency=2",
                "knn.k=3",
                "report.rows=50",
                "spark.master=local[2]")) {
            all.add("-s");
            all.add(pair);
        }
        all.addAll(List.of(more));
        return all;
    }
}
