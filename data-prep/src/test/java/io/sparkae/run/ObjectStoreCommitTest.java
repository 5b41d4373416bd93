package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output is replaced as a whole where renaming a folder is no single step, whenever the process dies. */
class ObjectStoreCommitTest {
    private static final List<String> FILES = List.of("a/1.txt", "a/2.txt", "b.txt");

    private static final Configuration CONF = new Configuration();

    @TempDir
    java.nio.file.Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dyingBeforeAnyChangeLeavesTheOldOrTheNewOutput(boolean deletesAtTheEnd) throws Exception {
        int seenOld = 0;
        int seenNew = 0;
        int changes = changes(deletesAtTheEnd);
        assertTrue(changes > 20, changes + " changes");
        for (int survived = 0; survived < changes; survived++) {
            RunFolder fresh = run("run" + survived);
            write(fresh, "old");
            RunFolder dying = new RunFolder(new CopyingFileSystem(survived, deletesAtTheEnd), fresh.root());
            assertThrows(IOException.class, () -> write(dying, "new"));

            for (int again = 0; again < 30; again += 9) { // recovery dies too
                recover(new RunFolder(new CopyingFileSystem(again, deletesAtTheEnd), fresh.root()));
            }
            String found = content(fresh);

            seenOld += found.equals("old") ? 1 : 0;
            seenNew += found.equals("new") ? 1 : 0;
            assertTrue(found.equals("old") || found.equals("new"), survived + ": " + found);
            write(fresh, "third");
            assertEquals("third", content(fresh));
            try (Stream<java.nio.file.Path> left = Files.list(folder.resolve("run" + survived))) {
                assertEquals(
                        List.of("dataset"),
                        left.map(p -> p.getFileName().toString()).toList());
            }
        }
        assertTrue(seenOld > 0 && seenNew > 0, seenOld + " old, " + seenNew + " new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFirstOutputIsThereWholeOrNotAtAll(boolean deletesAtTheEnd) throws Exception {
        int seenNone = 0;
        int seenNew = 0;
        for (int survived = 0; survived < changes(deletesAtTheEnd); survived++) {
            RunFolder fresh = run("first" + survived);
            RunFolder dying = new RunFolder(new CopyingFileSystem(survived, deletesAtTheEnd), fresh.root());
            Files.createDirectories(folder.resolve("first" + survived));
            try {
                write(dying, "new");
            } catch (IOException dead) {
                assertEquals("the process is dead", dead.getMessage());
            }

            recover(fresh);
            boolean there = fresh.stage(StageName.INGEST).committed().isPresent();

            seenNone += there ? 0 : 1;
            seenNew += there ? 1 : 0;
            assertTrue(!there || content(fresh).equals("new"));
        }
        assertTrue(seenNone > 0 && seenNew > 0, seenNone + " without, " + seenNew + " with");
    }

    private RunFolder run(String name) {
        return RunFolder.at(folder.resolve(name).toString(), CONF);
    }

    private int changes(boolean deletesAtTheEnd) throws IOException {
        RunFolder counted = run("counted");
        write(counted, "old");
        CopyingFileSystem immortal = new CopyingFileSystem(1000, deletesAtTheEnd);
        write(new RunFolder(immortal, counted.root()), "new");
        return 1000 - immortal.changesLeft();
    }

    private static void recover(RunFolder run) throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            locks.hold(run);
        } catch (IOException dead) {
            assertEquals("the process is dead", dead.getMessage());
        }
    }

    private static void write(RunFolder run, String content) throws IOException {
        try (RunLocks locks = new RunLocks(new QuickDisk())) {
            new StageTransaction(locks.hold(run)).run(new TextStage(run, StageName.INGEST, content, FILES), true);
        }
    }

    /** What all files of the committed output say. */
    private static String content(RunFolder run) throws IOException {
        recover(run);
        StageFolder stage = run.stage(StageName.INGEST);
        assertTrue(stage.committed().isPresent());
        String content = null;
        for (String file : FILES) {
            String found =
                    Files.readString(java.nio.file.Path.of(stage.path().toUri().getPath(), file.split("/")));
            assertTrue(content == null || content.equals(found), "a mixture of " + content + " and " + found);
            content = found;
        }
        return content;
    }
}
