package io.sparkae.jobs;

import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.download.DownloadSettings;
import io.sparkae.knn.KnnSettings;
import io.sparkae.model.ModelSettings;
import io.sparkae.predict.PredictSettings;
import io.sparkae.report.section.ReportSettings;
import io.sparkae.run.StageName;
import io.sparkae.run.StageSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.TrainingSettings;
import io.sparkae.train.checkpoint.CheckpointSettings;
import java.util.List;
import java.util.Map;

/**
 * All settings of a run, read and checked together.
 *
 * @param all as loaded
 * @param experiment name of the run
 */
public record JobSettings(
        Settings all,
        String experiment,
        IngestSettings ingest,
        ModelSettings model,
        TrainingSettings training,
        CheckpointSettings checkpoints,
        KnnSettings knn,
        ReportSettings report,
        PredictSettings predict,
        DownloadSettings download)
        implements StageSettings {

    /** @throws io.sparkae.settings.SettingsException with all problems */
    static JobSettings read(Settings all) {
        SettingsReader reader = all.reader();
        JobSettings settings = read(all, reader);
        reader.check();
        return settings;
    }

    static JobSettings read(Settings all, SettingsReader reader) {
        String name = experiment(reader);
        reader.text("experiment.description");
        JobSettings settings = new JobSettings(
                all,
                name,
                IngestSettings.read(reader),
                ModelSettings.read(reader),
                TrainingSettings.read(reader),
                CheckpointSettings.read(reader),
                KnnSettings.read(reader),
                ReportSettings.read(reader),
                PredictSettings.read(reader),
                DownloadSettings.read(reader));
        settings.training.problems(settings.model).forEach(reader::problem);
        if (settings.ingest.standardised()) {
            settings.model
                    .problemOutsideUnit("ingest.scaling = standard gives features outside [0, 1]")
                    .ifPresent(reader::problem);
        }
        return settings;
    }

    private static String experiment(SettingsReader reader) {
        String name = reader.text("experiment.name");
        if (!name.matches("[A-Za-z0-9._-]+")) {
            reader.problem("experiment.name: expected letters, digits, '-', '_' or '.', found " + name);
        }
        return name;
    }

    /**
     * The experiment's name alone, whatever the other settings.
     *
     * @throws io.sparkae.settings.SettingsException if it is no name of a folder
     */
    static String experiment(Settings all) {
        SettingsReader reader = all.reader();
        String name = experiment(reader);
        reader.check();
        return name;
    }

    /** These settings with some {@code KEY=VALUE} pairs, which win. */
    JobSettings with(List<String> pairs) {
        return read(all.with(pairs));
    }

    @Override
    public Map<String, Object> of(StageName stage) {
        return all.below(stage.settingsPrefixes());
    }
}
