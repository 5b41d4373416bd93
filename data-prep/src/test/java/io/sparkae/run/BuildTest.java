package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was built decides fingerprints; when and where it was built does not. */
class BuildTest {
    @TempDir
    Path folder;

    @Test
    void theBuildIsTheHashOfTheSource() throws Exception {
        Path root = Path.of("..").toRealPath();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> sources = Files.walk(root.resolve("data-prep/src/main"))) {
            Stream<Path> poms = Stream.of(root.resolve("pom.xml"), root.resolve("data-prep/pom.xml"));
            for (Path file : Stream.concat(
                            poms,
                            sources.filter(Files::isRegularFile)
                                    .filter(file -> !file.endsWith("run/Figures.java"))) // labels change no result
                    .sorted()
                    .toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }

        assertEquals(HexFormat.of().formatHex(digest.digest()), Versions.build(StageName.INGEST));
    }

    @Test
    void stagesDependOnTheSourceTheyUse() {
        assertNotEquals(Versions.build(StageName.INGEST), Versions.build(StageName.TRAIN));
        assertEquals(Versions.build(StageName.TRAIN), Versions.build(StageName.KNN));
        assertNotEquals(Versions.build(StageName.TRAIN), Versions.build(StageName.REPORT));
        assertNotEquals(
                Manifest.fingerprint(StageName.INGEST, "a", Map.of(), List.of()),
                Manifest.fingerprint(StageName.INGEST, "b", Map.of(), List.of()));
    }

    @Test
    void outputOfAnotherBuildIsSaidAndMadeAgain() throws Exception {
        RunFolder run = RunFolder.at(folder.toString(), new Configuration());
        Manifest made;
        try (RunLocks locks = new RunLocks()) {
            made = new StageTransaction(locks.hold(run))
                    .run(new TextStage(run, StageName.INGEST, "x"), false)
                    .manifest();
        }
        rewrite(run, made, Map.of("build", "b".repeat(64), "git-commit", "c".repeat(40)));
        String commit = refused(run);
        rewrite(run, made, Map.of("build", "b".repeat(64)));
        String changed = refused(run);
        rewrite(run, made, Map.of("build", made.versions().get("build"), "git-commit", "c".repeat(40)));

        run.require(StageName.INGEST, Map.of("content", "x")); // another commit of the same source

        assertTrue(
                commit.contains("was made by another build of sparkae (commit cccccccccccc, now ")
                        && commit.endsWith("): run 'sparkae ingest' again"),
                commit);
        assertTrue(changed.contains("with other changes, bbbbbbbbbbbb, now "), changed);
    }

    private static String refused(RunFolder run) {
        return assertThrows(StageOutputException.class, () -> run.require(StageName.INGEST, Map.of("content", "x")))
                .getMessage();
    }

    private static void rewrite(RunFolder run, Manifest manifest, Map<String, String> versions) throws IOException {
        Map<String, String> all = new TreeMap<>(manifest.versions());
        all.putAll(versions);
        Manifest.write(
                run.fs(),
                new org.apache.hadoop.fs.Path(run.stage(StageName.INGEST).path(), Manifest.FILE),
                new Manifest(
                        manifest.stage(),
                        manifest.fingerprint(),
                        manifest.settings(),
                        manifest.inputs(),
                        manifest.rows(),
                        manifest.schema(),
                        manifest.files(),
                        manifest.facts(),
                        manifest.metrics(),
                        all,
                        manifest.started(),
                        manifest.seconds()));
    }
}
