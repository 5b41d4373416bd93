package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.lock.RunLock;
import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTransactionTest {
    @TempDir
    java.nio.file.Path folder;

    private RunFolder run;

    @BeforeEach
    void openRun() {
        run = RunFolder.at(folder.resolve("run").toString(), new Configuration());
    }

    @Test
    void aStageIsSkippedForTheSameInputsAndSettingsOnly() throws Exception {
        assertFalse(transaction(run, "a", false).skipped());
        assertTrue(transaction(run, "a", false).skipped());
        assertFalse(transaction(run, "b", false).skipped());
        assertEquals("b", content(run));
        assertFalse(transaction(run, "b", true).skipped());
    }

    @Test
    void aFailingStageLeavesTheOldOutputAndNothingElse() throws Exception {
        transaction(run, "old", false);
        TextStage failing = new TextStage(run, StageName.INGEST, "new") {
            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                super.write(workspace);
                throw new IOException("no space left");
            }
        };

        assertThrows(IOException.class, () -> transaction(run, failing, false));

        assertEquals("old", content(run));
        assertEquals(List.of("dataset"), namesIn(folder.resolve("run")));
    }

    /** The old output or the new one, whatever the change before which the process dies. */
    @Test
    void dyingBeforeAnyChangeLeavesTheOldOrTheNewOutput() throws Exception {
        int outcomesOld = 0;
        int outcomesNew = 0;
        int changes = changesOfOneReplacement();
        assertTrue(changes > 6, "only " + changes + " changes");
        for (int survived = 0; survived < changes; survived++) {
            RunFolder fresh = RunFolder.at(folder.resolve("run" + survived).toString(), new Configuration());
            transaction(fresh, "old", false);
            RunFolder dying = new RunFolder(new DyingFileSystem(survived), fresh.root());

            assertThrows(IOException.class, () -> transaction(dying, "new", false));

            String found = content(fresh);
            assertTrue(found.equals("old") || found.equals("new"), found);
            outcomesOld += found.equals("old") ? 1 : 0;
            outcomesNew += found.equals("new") ? 1 : 0;
            assertFalse(transaction(fresh, "third", false).skipped());
            assertEquals("third", content(fresh));
            assertEquals(List.of("dataset"), namesIn(folder.resolve("run" + survived)));
        }
        assertTrue(outcomesOld > 0 && outcomesNew > 0, outcomesOld + " old, " + outcomesNew + " new");
    }

    /** Recovery is itself cut short, at each of its changes. */
    @Test
    void dyingWhileRecoveringLosesNothingEither() throws Exception {
        int changes = changesOfOneReplacement();
        for (int survived = 0; survived < changes; survived++) {
            for (int again = 0; again < 4; again++) {
                String name = "run" + survived + "-" + again;
                RunFolder fresh = RunFolder.at(folder.resolve(name).toString(), new Configuration());
                transaction(fresh, "old", false);
                RunFolder dying = new RunFolder(new DyingFileSystem(survived), fresh.root());
                assertThrows(IOException.class, () -> transaction(dying, "new", false));
                try {
                    recover(new RunFolder(new DyingFileSystem(again), fresh.root()));
                } catch (IOException dead) {
                    assertEquals("the process is dead", dead.getMessage());
                }

                String found = content(fresh);

                assertTrue(found.equals("old") || found.equals("new"), found);
            }
        }
    }

    /** As a rename that is no single step may leave it: the old output moved away, the new one not whole. */
    @Test
    void withoutAWholeNewOutputTheOldOneComesBack() throws Exception {
        transaction(run, "old", false);
        Files.move(folder.resolve("run/dataset"), folder.resolve("run/.replaced-dataset-x"));
        Files.createDirectory(folder.resolve("run/.attempt-dataset-x"));
        Files.writeString(folder.resolve("run/.attempt-dataset-x/content.txt"), "ne");

        assertEquals("old", content(run));
        assertEquals(List.of("dataset"), namesIn(folder.resolve("run")));
    }

    @Test
    void outputWithAMissingOrChangedFileIsNotTrusted() throws Exception {
        transaction(run, "whole", false);
        java.nio.file.Path file = folder.resolve("run/dataset/content.txt");

        Files.writeString(file, "longer than before");
        String changed = assertThrows(StageOutputException.class, this::require).getMessage();
        Files.delete(file);
        String missing = assertThrows(StageOutputException.class, this::require).getMessage();

        assertTrue(changed.contains("content.txt has 18 bytes, its manifest says 5"), changed);
        assertTrue(missing.contains("content.txt is missing"), missing);
        assertTrue(missing.contains("run 'sparkae ingest' with this --run-dir, which makes it again"), missing);
        assertFalse(transaction(run, "whole", false).skipped(), "and it is made anew");
    }

    @Test
    void aFileDamagedWithoutAChangeOfItsSizeIsNotTrusted() throws Exception {
        transaction(run, "whole", false);
        Files.writeString(folder.resolve("run/dataset/content.txt"), "whale");

        String message = assertThrows(StageOutputException.class, this::require).getMessage();

        assertTrue(message.contains("content.txt is damaged: its SHA-256 is not the manifest's"), message);
        assertFalse(transaction(run, "whole", false).skipped(), "and it is made anew");
    }

    @Test
    void keptWorkIsFoundBySameFingerprintUntilCommitted() throws Exception {
        KeepingStage first = new KeepingStage(run, "a", true);
        KeepingStage other = new KeepingStage(run, "b", true);
        KeepingStage again = new KeepingStage(run, "a", false);
        assertThrows(IOException.class, () -> transaction(run, first, false));
        assertThrows(IOException.class, () -> transaction(run, other, false));

        transaction(run, again, false);

        assertEquals(List.of(false, false, true), List.of(first.found, other.found, again.found));
        assertEquals(List.of("dataset"), namesIn(folder.resolve("run")));
    }

    @Test
    void whoForcesAStageGoesOnFromNothing() throws Exception {
        KeepingStage first = new KeepingStage(run, "a", true);
        KeepingStage forced = new KeepingStage(run, "a", false);
        assertThrows(IOException.class, () -> transaction(run, first, false));

        transaction(run, forced, true);

        assertFalse(forced.found);
        assertFalse(forced.keptAtTheStart);
    }

    @Test
    void aFolderWithoutManifestOrWithABrokenOneIsNotTrusted() throws Exception {
        transaction(run, "whole", false);
        java.nio.file.Path manifest = folder.resolve("run/dataset/manifest.json");

        Files.writeString(manifest, Files.readString(manifest).substring(0, 100));
        String broken = assertThrows(StageOutputException.class, this::require).getMessage();
        Files.delete(manifest);
        String missing = assertThrows(StageOutputException.class, this::require).getMessage();

        assertTrue(broken.contains("manifest.json is not readable"), broken);
        assertTrue(missing.contains("it has no manifest.json"), missing);
    }

    @Test
    void upstreamOutputMustBeThereAndMadeWithTheSameSettings() throws Exception {
        String absent = assertThrows(StageOutputException.class, this::require).getMessage();
        transaction(run, "a", false);
        String other = assertThrows(
                        StageOutputException.class, () -> run.require(StageName.INGEST, Map.of("content", "b")))
                .getMessage();

        assertTrue(absent.contains("run 'sparkae ingest' with this --run-dir first"), absent);
        assertTrue(other.contains("content: then \"a\", now \"b\""), other);
    }

    @Test
    void claimedRowsMustBeInTheFiles() {
        assertEquals(
                "part train should hold 3 rows, its files hold 2",
                claim(3, List.of(new OutputFile("train/part-0.parquet", 10, 2L, null))));
    }

    @Test
    void claimedRowsWithoutFilesAreAnError() {
        assertEquals("part train should hold 3 rows, its files hold 0", claim(3, List.of()));
    }

    private String claim(long rows, List<OutputFile> files) {
        Manifest lying = new Manifest(
                "ingest",
                "f",
                Map.of(),
                List.of(),
                Map.of("train", rows),
                Map.of(),
                files,
                Map.of(),
                Metrics.NONE,
                Map.of(),
                "now",
                0);
        return assertThrows(IllegalStateException.class, () -> {
                    try (RunLocks locks = new RunLocks(new QuickDisk());
                            StageFolder.Attempt attempt =
                                    locks.hold(run).stage(StageName.INGEST).attempt()) {
                        attempt.commit(lying);
                    }
                })
                .getMessage();
    }

    /** As a stopped process finds it after another one has put the folder right, and writes on. */
    @Test
    void anAttemptThatWasRemovedIsNotCommitted() throws Exception {
        transaction(run, "old", false);
        TextStage stopped = new TextStage(run, StageName.INGEST, "new") {
            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                super.write(workspace);
                run.fs().delete(workspace.attempt(), true);
                return super.write(workspace); // which makes the folder again
            }
        };

        String message = assertThrows(StageOutputException.class, () -> transaction(run, stopped, false))
                .getMessage();

        assertTrue(message.contains("another process has removed"), message);
        assertEquals("old", content(run));
        assertEquals(List.of("dataset"), namesIn(folder.resolve("run")));
    }

    @Test
    void failingOverARemovedAttemptIsALoss() throws Exception {
        TextStage stopped = new TextStage(run, StageName.INGEST, "new") {
            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                run.fs().delete(workspace.attempt(), true);
                throw new java.io.FileNotFoundException("_temporary");
            }
        };

        StageOutputException lost = assertThrows(StageOutputException.class, () -> transaction(run, stopped, false));

        assertEquals("_temporary", lost.getSuppressed()[0].getMessage());
    }

    @Test
    void whatIsDoneAfterTheLockIsLostIsNotCommitted() throws Exception {
        transaction(run, "old", false);
        TextStage stopped = new TextStage(run, StageName.INGEST, "new") {
            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                Files.delete(folder.resolve("run").resolve(RunLock.FILE));
                return super.write(workspace);
            }
        };

        String message = assertThrows(StageOutputException.class, () -> transaction(run, stopped, false))
                .getMessage();

        assertTrue(message.contains("this run has lost its folder"), message);
        assertEquals("old", content(run));
    }

    @Test
    void readingPutsNothingRight() throws Exception {
        transaction(run, "old", false);
        Files.createDirectory(folder.resolve("run/.attempt-dataset-x"));

        require("old");
        run.upToDate(StageName.INGEST);

        assertEquals(List.of(".attempt-dataset-x", "dataset"), namesIn(folder.resolve("run")));
    }

    @Test
    void aRunThatIsNotHeldIsNotWrittenTo() {
        TextStage stage = new TextStage(run, StageName.INGEST, "a");

        assertThrows(IllegalStateException.class, () -> new StageTransaction(run).run(stage, false));
    }

    private Manifest require() throws IOException {
        return require("whole");
    }

    private Manifest require(String content) throws IOException {
        return run.require(StageName.INGEST, Map.of("content", content));
    }

    private int changesOfOneReplacement() throws IOException {
        RunFolder counted = RunFolder.at(folder.resolve("counted").toString(), new Configuration());
        transaction(counted, "old", false);
        DyingFileSystem immortal = new DyingFileSystem(1000);
        transaction(new RunFolder(immortal, counted.root()), "new", false);
        return 1000 - immortal.changesLeft();
    }

    private static StageTransaction.Outcome transaction(RunFolder run, String content, boolean force)
            throws IOException {
        return transaction(run, new TextStage(run, StageName.INGEST, content), force);
    }

    private static StageTransaction.Outcome transaction(RunFolder run, Stage stage, boolean force) throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            return new StageTransaction(locks.hold(run)).run(stage, force);
        }
    }

    /** The committed output, after the next command has put right what a killed one left. */
    private static String content(RunFolder run) throws IOException {
        recover(run);
        StageFolder stage = run.stage(StageName.INGEST);
        assertTrue(stage.committed().isPresent());
        return Files.readString(java.nio.file.Path.of(stage.path().toUri().getPath(), "content.txt"));
    }

    private static void recover(RunFolder run) throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            locks.hold(run);
        }
    }

    private static List<String> namesIn(java.nio.file.Path folder) throws IOException {
        try (var names = Files.list(folder)) {
            return names.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    /** Keeps a file, looks for one of an earlier process, and may die. */
    private static final class KeepingStage extends TextStage {
        private final boolean dies;
        private boolean found;
        private boolean keptAtTheStart;

        KeepingStage(RunFolder run, String content, boolean dies) {
            super(run, StageName.INGEST, content);
            this.dies = dies;
        }

        @Override
        public StageOutput write(Workspace workspace) throws IOException {
            FileSystem fs = run().fs();
            Path note = new Path(workspace.kept(), "note");
            keptAtTheStart = fs.exists(note);
            for (Path folder : workspace.earlier()) {
                found |= fs.exists(new Path(folder, "note"));
            }
            fs.create(note, true).close();
            if (dies) {
                throw new IOException("killed");
            }
            return super.write(workspace);
        }
    }
}
