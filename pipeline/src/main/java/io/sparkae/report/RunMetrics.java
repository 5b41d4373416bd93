package io.sparkae.report;

import io.sparkae.files.Json;
import io.sparkae.run.Manifest;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The figures of a run, collected from its manifests, so that {@code metrics.json} can be written anew at any time. */
public final class RunMetrics {
    /** The file's name in the run folder. */
    public static final String FILE = "metrics.json";

    private RunMetrics() {}

    /** Collects the figures of all stages whose output is up to date, and the seconds that each took. */
    public static Metrics collect(RunFolder run) throws IOException {
        return collect(run, EnumSet.allOf(StageName.class));
    }

    /** The same for a page: without the report, whose earlier output is about to be replaced. */
    static Metrics forPage(RunFolder run) throws IOException {
        return collect(run, EnumSet.complementOf(EnumSet.of(StageName.REPORT)));
    }

    private static Metrics collect(RunFolder run, Set<StageName> stages) throws IOException {
        Metrics all = Metrics.NONE;
        Map<String, Double> seconds = new TreeMap<>();
        for (StageName stage : stages) {
            Optional<Manifest> manifest = run.upToDate(stage);
            if (manifest.isPresent()) {
                all = all.with(manifest.get().metrics());
                seconds.put(stage.command(), manifest.get().seconds());
            }
        }
        return all.with(Metrics.of("stages", seconds));
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
