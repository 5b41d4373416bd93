package io.sparkae.report.sweep;

import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.report.page.Page;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Draws the page of a sweep from its table. */
public final class SweepReportStage extends Stage {
    /** @param folder of a sweep */
    public SweepReportStage(RunFolder folder) {
        super(StageName.REPORT, folder, stage -> Map.of()); // no setting changes the page
    }

    /** Whether a folder is a sweep's rather than a run's: it has the table and no model. */
    public static boolean isSweep(RunFolder folder) throws IOException {
        return folder.fs().exists(table(folder))
                && !folder.fs().exists(folder.stage(StageName.TRAIN).path());
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        return List.of(InputFile.describe(run().fs(), table(run()), SweepTable.FILE));
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        List<SweepRow> rows = List.of(Json.read(run().fs(), table(run()), SweepRow[].class));
        new Page(run().fs(), workspace.attempt())
                .write("Sweep " + run().root().getName(), new SweepPage(rows).sections());
        return new StageOutput(Map.of(), Map.of());
    }

    private static Path table(RunFolder folder) {
        return new Path(folder.root(), SweepTable.FILE);
    }
}
