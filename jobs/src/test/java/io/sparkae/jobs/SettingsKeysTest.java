package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.download.DownloadSettings;
import io.sparkae.ingest.download.PublicDataset;
import io.sparkae.knn.KnnSettings;
import io.sparkae.model.ModelSettings;
import io.sparkae.report.section.ReportSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.TrainingSettings;
import io.sparkae.train.checkpoint.CheckpointSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsKeysTest {
    private static final Path EXPERIMENTS = Path.of("..", "conf", "experiments");

    @Test
    void everyDeclaredKeyIsReadAndEveryReadKeyDeclared() {
        SettingsReader reader = Settings.load(List.of(), List.of()).reader();
        JobSettings.read(Settings.load(List.of(), List.of()), reader);

        Set<String> declared = ConfigFactory.parseResources("reference.conf").entrySet().stream()
                .map(e -> e.getKey().replace("\"", ""))
                .filter(key -> !key.startsWith("spark."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(declared, new TreeSet<>(reader.consumed()));
    }

    @Test
    void defaultsInJavaAreThoseOfTheReferenceFile() {
        JobSettings reference = JobSettings.read(Settings.load(List.of(), List.of()));

        assertEquals(reference.ingest(), IngestSettings.defaults());
        assertEquals(reference.model(), ModelSettings.defaults());
        assertEquals(reference.training(), TrainingSettings.defaults());
        assertEquals(reference.checkpoints(), CheckpointSettings.defaults());
        assertEquals(reference.knn(), KnnSettings.defaults());
        assertEquals(reference.report(), ReportSettings.defaults());
        assertEquals(reference.download(), DownloadSettings.defaults());
    }

    @Test
    void everyExperimentLoadsUnderItsOwnName() throws IOException {
        try (var files = Files.list(EXPERIMENTS)) {
            List<Path> all = files.toList();
            assertTrue(all.size() >= 5, all.toString());
            for (Path file : all) {
                JobSettings settings = JobSettings.read(Settings.load(List.of(file), List.of()));
                assertEquals(file.getFileName().toString(), settings.experiment() + ".conf");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PublicDataset.class)
    void everyDatasetHasSettingsThatFindItWhereItIsDownloadedTo(PublicDataset dataset) {
        Path file = Path.of("..", "conf", "data", dataset.label() + ".conf");
        IngestSettings ingest =
                JobSettings.read(Settings.load(List.of(file), List.of())).ingest();

        assertEquals(
                "data/" + dataset.label() + "/" + dataset.files().get(0).path(),
                ingest.train().get(0));
        assertEquals(
                "data/" + dataset.label() + "/" + dataset.files().get(2).path(),
                ingest.test().get(0));
        assertEquals(10, ingest.classNames().size());
    }

    @Test
    void includedExperimentsAreOverridden() {
        JobSettings mse = JobSettings.read(Settings.load(List.of(EXPERIMENTS.resolve("dense-16-mse.conf")), List.of()));
        JobSettings bce = JobSettings.read(Settings.load(List.of(EXPERIMENTS.resolve("dense-16.conf")), List.of()));

        assertEquals(bce.training(), mse.training());
        assertEquals(bce.model().code(), mse.model().code());
        assertTrue(!bce.model().loss().equals(mse.model().loss()));
    }
}
