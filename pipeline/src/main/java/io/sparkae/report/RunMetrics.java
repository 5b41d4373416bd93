package io.sparkae.report;

import io.sparkae.files.Json;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The figures of a run, put together from its manifests, so that they can be written anew at any time. */
public final class RunMetrics {
    /** The file's name in the run folder. */
    public static final String FILE = "metrics.json";

    private RunMetrics() {}

    /** Collects the figures of all stages whose output is up to date: group to name to value. */
    public static Map<String, Map<String, Object>> collect(RunFolder run) throws IOException {
        Map<String, Map<String, Object>> groups = new TreeMap<>();
        Map<String, Object> seconds = new TreeMap<>();
        for (StageName stage : StageName.values()) {
            Optional<Manifest> manifest = run.upToDate(stage);
            if (manifest.isPresent()) {
                manifest.get().metrics().forEach((group, figures) -> groups.computeIfAbsent(group, g -> new TreeMap<>())
                        .putAll(figures));
                seconds.put(stage.command(), manifest.get().seconds());
            }
        }
        groups.put("stages", seconds);
        return groups;
    }

    /**
     * Refuses to write over a user's file of this name.
     *
     * @throws io.sparkae.files.StageOutputException if there is one
     */
    public static void requireOurs(RunFolder run) throws IOException {
        run.requireOurs(FILE, "\"stages\"");
    }

    /** Writes {@code metrics.json}. */
    public static void write(RunFolder run) throws IOException {
        Json.writeAtomically(run.fs(), new Path(run.root(), FILE), collect(run));
    }
}
