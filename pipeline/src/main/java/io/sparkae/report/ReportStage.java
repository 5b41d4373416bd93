package io.sparkae.report;

import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.report.page.Page;
import io.sparkae.report.section.ReportSettings;
import io.sparkae.report.section.RunView;
import io.sparkae.report.section.Sections;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the page {@code index.html} of a run. Uses every stage that is up to date, whatever its settings.
 */
public final class ReportStage extends Stage {
    private final SparkSession spark;
    private final ReportSettings settings;

    /** Reports on a run. */
    public ReportStage(SparkSession spark, RunFolder run, StageSettings stageSettings, ReportSettings settings) {
        super(StageName.REPORT, run, stageSettings);
        this.spark = spark;
        this.settings = settings;
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        return manifests(run());
    }

    /**
     * The manifests of the stages that are up to date.
     *
     * @throws StageOutputException if there is no run, or the output of a stage is damaged
     */
    static List<InputFile> manifests(RunFolder run) throws IOException {
        List<InputFile> manifests = new ArrayList<>();
        for (StageName stage : StageName.values()) {
            if (stage != StageName.REPORT
                    && run.stage(stage).committed().isPresent() // throws what the next one takes for out of date
                    && run.upToDate(stage).isPresent()) {
                manifests.add(run.manifestOf(stage));
            }
        }
        if (manifests.isEmpty()) {
            throw new StageOutputException("no run in " + run.root() + ": run 'sparkae run' with this --run-dir first");
        }
        return manifests;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Metrics metrics = RunMetrics.forPage(run());
        RunView view = new RunView(RunNames.of(run(), metrics), spark, run(), settings, metrics);
        new Page(run().fs(), workspace.attempt()).write(view.name(), Sections.of(view));
        return new StageOutput(Map.of(), Map.of());
    }
}
