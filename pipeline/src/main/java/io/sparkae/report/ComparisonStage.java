package io.sparkae.report;

import io.sparkae.files.InputFile;
import io.sparkae.report.page.Page;
import io.sparkae.report.section.ReportSettings;
import io.sparkae.report.section.RunView;
import io.sparkae.report.section.Sections;
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

/** Writes the page that compares runs, in a folder apart from theirs. */
public final class ComparisonStage extends Stage {
    private final SparkSession spark;
    private final List<RunFolder> runs;
    private final ReportSettings settings;

    /**
     * @param comparison output folder
     * @param runs in the order of the page
     */
    public ComparisonStage(
            SparkSession spark,
            RunFolder comparison,
            List<RunFolder> runs,
            StageSettings stageSettings,
            ReportSettings settings) {
        super(StageName.REPORT, comparison, stageSettings);
        this.spark = spark;
        this.runs = List.copyOf(runs);
        this.settings = settings;
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        List<InputFile> manifests = new ArrayList<>();
        for (RunFolder run : runs) {
            for (InputFile own : ReportStage.manifests(run)) {
                manifests.add(new InputFile(run.root() + "/" + own.path(), own.bytes(), own.sha256()));
            }
        }
        return manifests;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        List<String> names = RunNames.of(runs);
        List<RunView> views = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunFolder run = runs.get(i);
            views.add(new RunView(names.get(i), spark, run, settings, RunMetrics.forPage(run)));
        }
        new Page(run().fs(), workspace.attempt()).write(String.join(" – ", names), Sections.comparing(views));
        return new StageOutput(Map.of(), Map.of());
    }
}
