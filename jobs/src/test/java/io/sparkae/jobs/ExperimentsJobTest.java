package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentsJobTest {
    private static final Path FOLDER = Path.of("..", "conf", "experiments");

    @Test
    void everyFileIsAnExperimentOfItsNameWithoutProblems() throws IOException {
        for (Path file : files()) {
            JobSettings settings = JobSettings.read(Settings.load(List.of(), List.of(file), List.of()));

            assertEquals(file.getFileName().toString(), settings.experiment() + ".conf");
        }
    }

    @Test
    void allArePackedAndListed() throws IOException {
        Set<String> names = files().stream()
                .map(file -> file.getFileName().toString().replace(".conf", ""))
                .collect(Collectors.toSet());

        List<ExperimentsJob.Experiment> packed = ExperimentsJob.packed();

        assertEquals(names, packed.stream().map(ExperimentsJob.Experiment::name).collect(Collectors.toSet()));
        for (ExperimentsJob.Experiment experiment : packed) {
            assertFalse(experiment.description().isBlank(), experiment.name());
            assertTrue(experiment.description().indexOf('\n') < 0, experiment.name());
        }
        Command listed = Command.run("experiments");
        assertEquals(0, listed.code());
        assertEquals(packed.size(), listed.out().lines().count());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            List<Path> found = all.sorted().toList();
            assertFalse(found.isEmpty(), "no experiments in " + FOLDER);
            return found;
        }
    }
}
