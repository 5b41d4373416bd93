package io.sparkae.report;

import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.train.TrainFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Names of runs on a page. */
final class RunNames {
    private RunNames() {}

    /** The experiment's name; without a model, the folder's. */
    static String of(RunFolder run, Metrics metrics) {
        return metrics.group(TrainFigures.class)
                .map(TrainFigures::experiment)
                .orElse(run.root().getName());
    }

    /** A distinct name for each run: experiments, otherwise folders, otherwise paths. */
    static List<String> of(List<RunFolder> runs) throws IOException {
        List<String> experiments = new ArrayList<>();
        for (RunFolder run : runs) {
            experiments.add(of(run, RunMetrics.collect(run)));
        }
        List<String> folders = runs.stream().map(run -> run.root().getName()).toList();
        List<String> paths = runs.stream().map(run -> run.root().toString()).toList();
        return differ(experiments) ? experiments : differ(folders) ? folders : paths;
    }

    private static boolean differ(List<String> names) {
        return new HashSet<>(names).size() == names.size();
    }
}
