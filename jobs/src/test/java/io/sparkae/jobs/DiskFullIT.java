package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run folder on a file system of its own that is too small, and then grows. */
@ExtendWith(SharedSpark.class)
class DiskFullIT {
    @TempDir
    Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = end("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", folder.toString()) == 0;
        Assumptions.assumeTrue(mounted, "skipped: needs the right to mount a small file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            end("umount", folder.toString());
        }
    }

    @Test
    void aFullDiskIsSaidAndWithRoomTheRunGoesOn() throws Exception {
        Command full = ingest();
        List<String> left = names(folder.resolve("run"));
        assertEquals(0, end("mount", "-o", "remount,size=64m", folder.toString()));
        Command roomy = ingest();

        assertEquals(1, full.code(), full.out());
        assertEquals(1, full.err().lines().count(), full.err());
        assertTrue(full.err().contains("No space left on device"), full.err());
        assertEquals(
                List.of("settings.conf"),
                left.stream().filter(name -> !name.equals("sparkae.log")).toList());
        assertEquals(0, roomy.code(), roomy.err());
    }

    private Command ingest() {
        return Command.run(
                "ingest",
                "--run-dir",
                folder.resolve("run").toString(),
                "-s",
                "generate.train-rows=8000",
                "-s",
                "generate.test-rows=100");
    }

    private static int end(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchCommand) {
            return 1;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
