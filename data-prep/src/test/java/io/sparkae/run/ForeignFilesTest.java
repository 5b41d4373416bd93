package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that no stage wrote is never deleted, wherever in a run's folder it lies. */
class ForeignFilesTest {
    @TempDir
    Path folder;

    private RunFolder run;

    @BeforeEach
    void openRun() {
        run = RunFolder.at(folder.toString(), new Configuration());
    }

    @ParameterizedTest
    @EnumSource(StageName.class)
    void aFolderWithoutAManifestOfOursIsRefused(StageName stage) throws Exception {
        Path own = write(stage.folder() + "/train.csv.gz");

        String message = refused(stage);

        assertTrue(message.contains(folder.resolve(stage.folder()).toString()), message);
        assertTrue(message.contains("give another --run-dir, or move it away"), message);
        assertEquals("mine", Files.readString(own));
    }

    @Test
    void hiddenFilesAndFoldersBelowAreUsersToo() throws Exception {
        Path hidden = write("dataset/.env");
        Path deep = write("knn/a/b/c.txt");

        refused(StageName.INGEST);
        refused(StageName.KNN);

        assertTrue(Files.exists(hidden) && Files.exists(deep));
    }

    @Test
    void aFileInThePlaceOfAFolderIsRefused() throws Exception {
        Path file = write("report");

        assertTrue(refused(StageName.REPORT).contains("is a file"));

        assertEquals("mine", Files.readString(file));
    }

    @Test
    void forceDeletesNothingOfUsersEither() throws Exception {
        Path own = write("dataset/train.csv.gz");

        assertThrows(StageOutputException.class, () -> transaction(StageName.INGEST, "a", true));

        assertTrue(Files.exists(own));
    }

    @Test
    void aLinkToAUsersFolderIsRefusedAndNotFollowed() throws Exception {
        Path own = write("elsewhere/train.csv.gz");
        Files.createSymbolicLink(folder.resolve("dataset"), folder.resolve("elsewhere"));

        refused(StageName.INGEST);

        assertTrue(Files.exists(own));
    }

    @Test
    void whatALinkInOurOutputLeadsToStays() throws Exception {
        transaction(StageName.INGEST, "a", false);
        Path own = write("elsewhere/train.csv.gz");
        Files.createSymbolicLink(folder.resolve("dataset/more"), folder.resolve("elsewhere"));

        assertThrows(StageOutputException.class, () -> transaction(StageName.INGEST, "b", false));

        assertTrue(Files.exists(own));
        assertTrue(Files.isSymbolicLink(folder.resolve("dataset/more")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "train/more.csv", ".ipynb_checkpoints/a.ipynb", ".env"})
    void aUsersFileAmongOursIsNotDeletedWithThem(String name) throws Exception {
        transaction(StageName.INGEST, "a", false);
        Path own = write("dataset/" + name);

        String message = assertThrows(StageOutputException.class, () -> transaction(StageName.INGEST, "b", false))
                .getMessage();

        assertTrue(message.contains(name), message);
        assertEquals("mine", Files.readString(own));
        assertTrue(transaction(StageName.INGEST, "a", false).skipped(), "and ours stays of use");
    }

    @Test
    void whatFileSystemsLeaveIsNobodys() throws Exception {
        transaction(StageName.INGEST, "a", false);
        write("dataset/.content.txt.crc");
        write("dataset/.DS_Store");

        assertFalse(transaction(StageName.INGEST, "b", false).skipped());
    }

    @Test
    void anEmptyFolderIsTaken() throws Exception {
        Files.createDirectory(folder.resolve("dataset"));

        assertFalse(transaction(StageName.INGEST, "a", false).skipped());
    }

    @Test
    void aFolderThatAppearsDuringTheWorkIsNotDeleted() throws Exception {
        Stage slow = new TextStage(run, StageName.KNN, "a") {
            @Override
            public StageOutput write(Workspace workspace) throws IOException {
                ForeignFilesTest.this.write("knn/mine.txt");
                return super.write(workspace);
            }
        };

        assertThrows(StageOutputException.class, () -> transaction(slow, false));

        assertTrue(Files.exists(folder.resolve("knn/mine.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"files\":[null]}", "{\"fi"})
    void ourFolderWithADamagedManifestIsMadeAgain(String manifest) throws Exception {
        write("dataset/train/part-0.parquet");
        Files.writeString(folder.resolve("dataset/manifest.json"), manifest);

        assertFalse(transaction(StageName.INGEST, "a", false).skipped());

        assertEquals("a", Files.readString(folder.resolve("dataset/content.txt")));
        assertFalse(Files.exists(folder.resolve("dataset/train")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"of another tool\"}"})
    void anotherToolsManifestMakesAFolderNotOurs(String manifest) throws Exception {
        Path own = write("dataset/train.csv.gz");
        Files.writeString(folder.resolve("dataset/manifest.json"), manifest);

        refused(StageName.INGEST);

        assertTrue(Files.exists(own));
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "mine");
    }

    private String refused(StageName stage) {
        return assertThrows(StageOutputException.class, () -> transaction(stage, "a", false))
                .getMessage();
    }

    private StageTransaction.Outcome transaction(StageName stage, String content, boolean force) throws IOException {
        return transaction(new TextStage(run, stage, content), force);
    }

    private StageTransaction.Outcome transaction(Stage stage, boolean force) throws IOException {
        try (RunLocks locks = new RunLocks()) {
            return new StageTransaction(locks.hold(run)).run(stage, force);
        }
    }
}
