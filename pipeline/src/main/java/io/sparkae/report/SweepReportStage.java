package io.sparkae.report;

import io.sparkae.dataset.InputFile;
import io.sparkae.dataset.Json;
import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.Stage;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutput;
import io.sparkae.dataset.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Draws what a sweep has come to, from its table alone. */
public final class SweepReportStage implements Stage {
    private final RunFolder folder;

    /** @param folder of a sweep */
    public SweepReportStage(RunFolder folder) {
        this.folder = folder;
    }

    /** Whether a folder is a sweep's rather than a run's: it has the table and no model of its own. */
    public static boolean isSweep(RunFolder folder) throws IOException {
        return folder.fs().exists(table(folder))
                && !folder.fs().exists(folder.stage(StageName.TRAIN).path());
    }

    @Override
    public StageName name() {
        return StageName.REPORT;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(); // the table is drawn whole
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        return List.of(InputFile.describe(folder.fs(), table(folder), SweepTable.FILE));
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        List<SweepRow> rows = List.of(Json.read(folder.fs(), table(folder), SweepRow[].class));
        new Page(folder.fs(), workspace.attempt())
                .write("Sweep " + folder.root().getName(), new SweepPage(rows).sections());
        return new StageOutput(Map.of(), Map.of(), Map.of(), Map.of());
    }

    private static Path table(RunFolder folder) {
        return new Path(folder.root(), SweepTable.FILE);
    }
}
