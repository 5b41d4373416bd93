package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own, under another umask and without a user's name. */
class PrivateFilesIT {
    private static final List<String> NAMELESS = List.of("unshare", "--user", "--map-user=54321", "env", "-u", "HOME");

    @TempDir
    Path folder;

    private Path temporary;

    @BeforeEach
    void temporary() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @Test
    void everyFileKeepsToTheUmask() throws Exception {
        Path run = folder.resolve("run");

        finish(List.of(), "ingest", "--run-dir", run.toString(), "-s", "generate.train-rows=40");

        assertTrue(Files.exists(run.resolve("dataset/manifest.json")));
        assertPrivate(run);
        try (Stream<Path> all = Files.list(temporary)) {
            for (Path each : all.toList()) {
                assertPrivate(each);
            }
        }
    }

    @Test
    void aUserWithoutANameIsServed() throws Exception {
        assumeTrue(isPossible(NAMELESS), "user namespaces are not to be had");
        Path generated = folder.resolve("generated");

        finish(NAMELESS, "generate", "-o", generated.toString(), "-s", "generate.train-rows=5");

        assertTrue(Files.exists(generated.resolve("test.csv.gz")));
        assertPrivate(generated);
        assertPrivate(temporary.resolve("sparkae-54321"));
    }

    private void finish(List<String> around, String... arguments) throws Exception {
        List<String> all = Stream.concat(
                        around.stream(),
                        Stream.of(
                                "bash",
                                "-c",
                                "umask 077; export JAVA_TOOL_OPTIONS=\"-Djava.io.tmpdir=$0\"; exec \"$@\"",
                                temporary.toString()))
                .toList();
        Path output = folder.resolve("out.txt");
        Process process = ChildCommand.start(output, all, arguments);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(output));
    }

    private static void assertPrivate(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.toList()) {
                String expected = Files.isDirectory(each) ? "rwx------" : "rw-------";
                assertEquals(
                        expected, PosixFilePermissions.toString(Files.getPosixFilePermissions(each)), each.toString());
            }
        }
    }

    private static boolean isPossible(List<String> around) throws InterruptedException {
        try {
            return new ProcessBuilder(Stream.concat(around.stream(), Stream.of("true"))
                                    .toList())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
