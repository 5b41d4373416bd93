package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultOutputTest {
    private final Configuration conf = new Configuration();

    @TempDir
    Path folder;

    @Test
    void aFolderAppearsWhenItIsCommitted() throws IOException {
        Path target = folder.resolve("out put, with [characters]: {x}");
        try (ResultOutput output = open(target, false)) {
            write(output, "a.csv", "1");
            assertFalse(Files.exists(target));
            output.commit(manifest(output));
        }

        assertEquals(List.of("a.csv", "manifest.json"), names(target));
        assertEquals(List.of(target.getFileName().toString()), names(folder), "no attempt is left");
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Path target = committed("out", "a.csv");

        try (ResultOutput output = open(target, true)) {
            write(output, "b.csv", "2");
        }

        assertEquals(List.of("a.csv", "manifest.json"), names(target));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void whatIsThereIsReplacedOnRequestAsAWhole() throws IOException {
        Path target = committed("out", "a.csv");

        SettingsException refused = assertThrows(SettingsException.class, () -> open(target, false));
        assertTrue(refused.getMessage().contains("give --force to replace it"), refused.getMessage());
        try (ResultOutput output = open(target, true)) {
            write(output, "b.csv", "2");
            output.commit(manifest(output));
        }

        assertEquals(List.of("b.csv", "manifest.json"), names(target));
        assertEquals(List.of("out"), names(folder));
    }

    @Test
    void aFileThatAppearsMeanwhileIsKept() throws IOException {
        Path target = committed("out", "a.csv");

        try (ResultOutput output = open(target, true)) {
            write(output, "b.csv", "2");
            Path own = Files.writeString(target.resolve("mine.txt"), "mine");
            Manifest manifest = manifest(output);

            StageOutputException refused = assertThrows(StageOutputException.class, () -> output.commit(manifest));

            assertTrue(refused.getMessage().contains("mine.txt was not written by 'sparkae predict'"));
            assertEquals("mine", Files.readString(own));
        }
        assertEquals(List.of("a.csv", "manifest.json", "mine.txt"), names(target));
    }

    @Test
    void anotherStagesFolderAndAnyOtherAreRefused() throws IOException {
        Path stranger = Files.createDirectory(folder.resolve("stranger"));
        Files.writeString(stranger.resolve("notes.txt"), "mine");

        assertThrows(StageOutputException.class, () -> open(stranger, true));
        assertEquals(List.of("notes.txt"), names(stranger));
        try (ResultOutput output = open(Files.createDirectory(folder.resolve("empty")), false)) {
            output.commit(manifest(output));
        }
        assertEquals(List.of("manifest.json"), names(folder.resolve("empty")));
    }

    /** Another output's name may begin with this one's. */
    @Test
    void attemptsOfKilledProcessesAreRemovedAndOthersKept() throws IOException {
        Path target = folder.resolve("out");
        ResultOutput killed = open(target, false);
        ResultOutput other = open(folder.resolve("out-2"), false);

        ResultOutput next = open(target, false);
        StageOutputException lost = assertThrows(StageOutputException.class, () -> killed.commit(manifest(other)));

        assertTrue(lost.getMessage().contains("another process has removed"), lost.getMessage());
        assertTrue(Files.exists(local(other)));
        assertTrue(Files.exists(local(next)));
    }

    @Test
    void inputsAreNotReplacedByWhatIsMadeOfThem() throws IOException {
        Path target = committed("out", "a.csv");
        try (ResultOutput output = open(target, true)) {
            List<org.apache.hadoop.fs.Path> inside = List.of(path(target.resolve("a.csv")));
            List<org.apache.hadoop.fs.Path> beside = List.of(path(folder.resolve("out.csv")));

            assertThrows(SettingsException.class, () -> output.requireOutside("--input", inside, conf));
            output.requireOutside("--input", beside, conf);
        }
    }

    @Test
    void aCompanionIsReplacedOnRequestOnlyEvenAlone() throws IOException {
        Path target = folder.resolve("out.csv");
        Path companion = Files.writeString(folder.resolve("out.csv.rejected"), "mine");

        SettingsException refused = assertThrows(SettingsException.class, () -> openFile(target, false));
        assertTrue(refused.getMessage().contains("give --force to replace it"), refused.getMessage());
        assertEquals("mine", Files.readString(companion));
        assertEquals(List.of("out.csv.rejected"), names(folder), "nothing else");
        commitFile(target, "1", "bad");
        assertEquals("1", Files.readString(target));
        assertEquals("bad", Files.readString(companion));
        commitFile(target, "2", null);
        assertEquals("2", Files.readString(target));
        assertEquals(List.of("out.csv"), names(folder), "the earlier results' companion has gone with them");
        Files.createDirectory(companion);
        assertThrows(SettingsException.class, () -> openFile(target, true));
    }

    @Test
    void whatAppearsMeanwhileIsReplacedOnRequestOnly() throws IOException {
        for (String name : List.of("out.csv", "out.csv.rejected")) {
            Path target = folder.resolve("out.csv");
            try (ResultOutput output = openFile(target, false)) {
                write(output, "made", "1");
                Path appeared = Files.writeString(folder.resolve(name), "mine");

                assertThrows(SettingsException.class, () -> output.commit(made(output, "made"), null));

                assertEquals("mine", Files.readString(appeared));
                Files.delete(appeared);
            }
            assertEquals(List.of(), names(folder));
        }
    }

    /** If the second of two moves fails, the first is undone. */
    @Test
    void fileAndCompanionAreReplacedTogetherOrNotAtAll() throws IOException {
        Path target = Files.writeString(folder.resolve("refused.csv"), "earlier");
        Path companion = Files.writeString(folder.resolve("refused.csv.rejected"), "earlier, bad");
        conf.setClass("fs.refusing.impl", Refusing.class, FileSystem.class);

        try (ResultOutput output = ResultOutput.openFile("predict", "refusing://" + target, ".rejected", true, conf)) {
            write(output, "made", "1");
            write(output, "bad", "2");

            assertThrows(IOException.class, () -> output.commit(made(output, "made"), made(output, "bad")));
        }

        assertEquals("earlier", Files.readString(target));
        assertEquals("earlier, bad", Files.readString(companion));
        assertEquals(List.of("refused.csv", "refused.csv.rejected"), names(folder));
    }

    /** Moves nothing made to {@code refused.csv}. */
    static final class Refusing extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("refusing:///");
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            return !(from.getName().equals("made") && to.getName().equals("refused.csv")) && super.rename(from, to);
        }
    }

    private ResultOutput openFile(Path target, boolean force) throws IOException {
        return ResultOutput.openFile("predict", target.toString(), ".rejected", force, conf);
    }

    private void commitFile(Path target, String text, String companion) throws IOException {
        try (ResultOutput output = openFile(target, true)) {
            write(output, "made", text);
            if (companion != null) {
                write(output, "bad", companion);
            }
            output.commit(made(output, "made"), companion == null ? null : made(output, "bad"));
        }
    }

    private static org.apache.hadoop.fs.Path made(ResultOutput output, String name) {
        return new org.apache.hadoop.fs.Path(output.attempt(), name);
    }

    private Path committed(String name, String file) throws IOException {
        Path target = folder.resolve(name);
        try (ResultOutput output = open(target, false)) {
            write(output, file, "1");
            output.commit(manifest(output));
        }
        return target;
    }

    private ResultOutput open(Path target, boolean force) throws IOException {
        return ResultOutput.open("predict", target.toString(), force, conf);
    }

    private static void write(ResultOutput output, String name, String text) throws IOException {
        Files.writeString(local(output).resolve(name), text);
    }

    private static Path local(ResultOutput output) {
        return Path.of(output.attempt().toUri().getPath());
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }

    private static Manifest manifest(ResultOutput output) throws IOException {
        return new Manifest(
                "predict",
                "0",
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                output.files(),
                Map.of(),
                Metrics.NONE,
                Map.of(),
                "2026-01-01T00:00:00Z",
                0);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(each -> each.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }
}
