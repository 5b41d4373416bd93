package io.sparkae.report;

import io.sparkae.run.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What a page calls runs. */
final class RunNames {
    private RunNames() {}

    /** The experiment, or for a run without a model its folder. */
    static String of(RunFolder run, Map<String, Map<String, Object>> metrics) {
        Object experiment = metrics.getOrDefault("training", Map.of()).get("experiment");
        return experiment == null ? run.root().getName() : experiment.toString();
    }

    /** One for each run, by which they can be told apart: experiments, or else folders, or else whole paths. */
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
