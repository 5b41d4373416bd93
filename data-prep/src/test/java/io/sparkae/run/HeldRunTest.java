package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.LocalDisk;
import io.sparkae.files.StageOutputException;
import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does with runs while it holds them. */
class HeldRunTest {
    private static final Configuration CONF = new Configuration();

    @TempDir
    java.nio.file.Path folder;

    private final List<String> events = new ArrayList<>();

    @Test
    void nothingToDoOpensEachFileOnce() throws IOException {
        RunFolder run =
                new RunFolder(new Watched(), new Path(folder.resolve("run").toUri()));
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            all(locks.hold(run), "x");
        }
        events.clear();
        boolean skipped;
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            skipped = all(locks.hold(run), "x");
        }

        Map<String, Integer> opened = new HashMap<>();
        events.stream().filter(e -> e.startsWith("open ")).forEach(e -> opened.merge(e, 1, Integer::sum));
        assertTrue(skipped);
        assertEquals(2 * StageName.values().length, opened.size(), "manifests and contents: " + opened);
        assertTrue(opened.values().stream().allMatch(times -> times == 1), opened::toString);
    }

    @Test
    void whatIsCommittedAnewIsReadAnew() throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            RunFolder run = locks.hold(RunFolder.at(folder.resolve("run").toString(), CONF));
            all(run, "x");
            String before = run.manifestOf(StageName.INGEST).sha256();
            all(run, "y");

            assertFalse(before.equals(run.manifestOf(StageName.INGEST).sha256()));
            assertEquals(
                    "y",
                    run.stage(StageName.TRAIN)
                            .committed()
                            .orElseThrow()
                            .settings()
                            .get("content"));
        }
    }

    /** Before the old output goes, the new one is on the disk: its files, its folders, and their names. */
    @Test
    void aCommitIsForcedToTheDiskBeforeTheOldOutputGoes() throws IOException {
        RunFolder run =
                new RunFolder(new Watched(), new Path(folder.resolve("run").toUri()));
        try (RunLocks locks = new RunLocks(new WatchedDisk())) {
            RunFolder held = locks.hold(run);
            new StageTransaction(held).run(stage(held, StageName.INGEST, "old"), false);
            events.clear();
            new StageTransaction(held).run(stage(held, StageName.INGEST, "new"), false);
        }

        List<String> order = List.of(
                "force .attempt/content.txt",
                "force .attempt/manifest.json",
                "force .attempt",
                "rename dataset",
                "rename .attempt",
                "force run",
                "delete .replaced");
        List<Integer> places = order.stream().map(events::indexOf).toList();
        assertFalse(places.contains(-1), () -> events.toString());
        assertEquals(places.stream().sorted().toList().subList(3, 7), places.subList(3, 7), () -> events.toString());
        assertTrue(places.subList(0, 3).stream().allMatch(place -> place < places.get(3)), () -> events.toString());
    }

    @Test
    void aModelsCommandHoldsTheDatasetItShares() throws IOException {
        RunFolder above = RunFolder.at(folder.resolve("sweep").toString(), CONF);
        sweep(above);
        RunFolder member = RunFolder.at(folder.resolve("sweep/member").toString(), CONF);
        try (RunLocks own = new RunLocks();
                RunLocks other = new RunLocks()) {
            own.hold(member);

            assertThrows(StageOutputException.class, () -> other.hold(above));
        }
        try (RunLocks own = new RunLocks();
                RunLocks other = new RunLocks()) {
            own.hold(above);

            assertThrows(StageOutputException.class, () -> other.hold(member));
            own.hold(member); // the same process may hold both, whichever is first
        }
    }

    @Test
    void aSharedDatasetIsNotReplacedFromBelow() throws IOException {
        RunFolder above = RunFolder.at(folder.resolve("sweep").toString(), CONF);
        sweep(above);
        RunFolder member = RunFolder.at(folder.resolve("sweep/member").toString(), CONF);
        try (RunLocks locks = new RunLocks()) {
            RunFolder held = locks.hold(member);
            boolean skipped = ingest(held, "x").skipped();
            String refusal = assertThrows(StageOutputException.class, () -> ingest(held, "y"))
                    .getMessage();

            assertTrue(skipped, "the same one is done already");
            assertTrue(refusal.contains("shares the dataset of " + above.root()), refusal);
            assertTrue(refusal.contains("run 'sparkae ingest' with --run-dir"), refusal);
        }
        assertEquals("x", Files.readString(folder.resolve("sweep/dataset/content.txt")));
    }

    /** A sweep that was killed in a model's first training has left no model by which its folder could be told. */
    @Test
    void aFolderWithoutAModelStillSharesTheDataset() throws IOException {
        RunFolder above = RunFolder.at(folder.resolve("sweep").toString(), CONF);
        try (RunLocks locks = new RunLocks()) {
            ingest(locks.hold(above), "x");
            locks.hold(above.below("member"));
        }
        try (RunLocks locks = new RunLocks()) {
            RunFolder member =
                    locks.hold(RunFolder.at(folder.resolve("sweep/member").toString(), CONF));

            assertThrows(StageOutputException.class, () -> ingest(member, "y"));
        }
    }

    private static StageTransaction.Outcome ingest(RunFolder run, String content) throws IOException {
        return new StageTransaction(run).run(stage(run, StageName.INGEST, content), false);
    }

    @Test
    void aModelCopiedOutOfItsSweepIsARunOfItsOwn() throws IOException {
        RunFolder above = RunFolder.at(folder.resolve("sweep").toString(), CONF);
        sweep(above);
        java.nio.file.Path alone = Files.createDirectories(folder.resolve("runs/best"));
        Files.copy(folder.resolve("sweep/member/.shares-dataset"), alone.resolve(".shares-dataset"));

        RunFolder copied = RunFolder.at(alone.toString(), CONF);

        assertEquals(copied.root(), copied.datasetRoot());
    }

    private static void sweep(RunFolder above) throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            ingest(locks.hold(above), "x");
            RunFolder member = locks.hold(above.below("member"));
            new StageTransaction(member).run(stage(member, StageName.TRAIN, "x"), false);
        }
    }

    /** All stages, and the figures after each; whether all were done already. */
    private static boolean all(RunFolder run, String content) throws IOException {
        boolean skipped = true;
        for (StageName stage : StageName.values()) {
            skipped &= new StageTransaction(run)
                    .run(stage(run, stage, content), false)
                    .skipped();
            for (StageName each : StageName.values()) {
                run.upToDate(each);
            }
        }
        return skipped;
    }

    /** A stage that reads the outputs of all stages before it, as the real ones do. */
    private static Stage stage(RunFolder run, StageName name, String content) {
        StageName[] earlier = Arrays.copyOf(StageName.values(), name.ordinal());
        return new TextStage(run, name, content, List.of(TextStage.FILE), earlier);
    }

    /** Without the random part. */
    private String name(String path) {
        return folder.relativize(java.nio.file.Path.of(path))
                .toString()
                .replaceFirst("^run/", "")
                .replaceAll("-dataset-[0-9a-f-]{36}", "");
    }

    /** Notes what it does. */
    private final class Watched extends RawLocalFileSystem {
        Watched() throws IOException {
            initialize(URI.create("file:///"), CONF);
        }

        @Override
        public FSDataInputStream open(Path file, int bufferSize) throws IOException {
            events.add("open " + name(file.toUri().getPath()));
            return super.open(file, bufferSize);
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            events.add("rename " + name(from.toUri().getPath()));
            return super.rename(from, to);
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            events.add("delete " + name(path.toUri().getPath()));
            return super.delete(path, recursive);
        }
    }

    private final class WatchedDisk extends LocalDisk {
        @Override
        public void force(java.nio.file.Path path) {
            synchronized (events) { // files are forced in parallel
                events.add("force " + name(path.toString()));
            }
        }
    }
}
