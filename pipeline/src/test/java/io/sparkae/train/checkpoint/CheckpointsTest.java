package io.sparkae.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.replica.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void areTakenEverySoManyEpochsAndTheLastAreKept() throws IOException {
        CheckpointFolder.Schedule checkpoints = checkpoints(new CheckpointSettings(2, 0, 2));
        for (int epoch = 1; epoch <= 7; epoch++) {
            checkpoints.epochEnded(progress(epoch, 0));
        }

        assertEquals(List.of("epoch-000004-round-000000.zip", "epoch-000006-round-000000.zip"), names());
    }

    @Test
    void areTakenEverySoManyMinutesInTheMidstOfAnEpoch() throws IOException {
        CheckpointFolder.Schedule checkpoints = checkpoints(new CheckpointSettings(0, 5, 9));
        for (int round = 1; round <= 12; round++) {
            clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
            checkpoints.roundEnded(progress(3, round));
        }

        assertEquals(List.of("epoch-000003-round-000005.zip", "epoch-000003-round-000010.zip"), names());
    }

    @Test
    void theEndIsAlwaysKept() throws IOException {
        CheckpointFolder.Schedule checkpoints = checkpoints(new CheckpointSettings(0, 0, 1));

        checkpoints.finished(progress(7, 0));

        assertEquals(List.of("epoch-000007-round-000000.zip"), names());
    }

    @Test
    void ofAFolderWithADamagedOneTheOneBeforeIsTaken() throws IOException {
        CheckpointFolder.Schedule checkpoints = checkpoints(new CheckpointSettings(1, 0, 3));
        for (int epoch = 1; epoch <= 3; epoch++) {
            checkpoints.epochEnded(progress(epoch, 0));
        }
        Path newest = folder.resolve("checkpoints/epoch-000003-round-000000.zip");
        Path second = folder.resolve("checkpoints/epoch-000002-round-000000.zip");
        Files.write(newest, java.util.Arrays.copyOf(Files.readAllBytes(newest), 200));
        byte[] flipped = Files.readAllBytes(second);
        flipped[flipped.length / 2] ^= 1;
        Files.write(second, flipped);
        List<String> told = new ArrayList<>();

        CheckpointFolder.Found found = newest(
                        (checkpoint, why) -> told.add(checkpoint.substring(checkpoint.lastIndexOf("/") + 1)))
                .orElseThrow();

        assertEquals(1, found.progress().state().epoch());
        assertEquals(List.of("epoch-000003-round-000000.zip", "epoch-000002-round-000000.zip"), told);
    }

    @Test
    void unreadableLaterCheckpointsDoNotEndARestartedTraining() throws IOException {
        checkpoints(new CheckpointSettings(1, 0, 1)).epochEnded(progress(6, 0));
        Files.write(folder.resolve("checkpoints/epoch-000006-round-000000.zip"), new byte[] {1, 2, 3});

        checkpoints(new CheckpointSettings(1, 0, 1)).epochEnded(progress(1, 0));

        assertEquals(List.of("epoch-000001-round-000000.zip"), names());
    }

    /** The kinds of file that would end training, or fill memory, if they were believed. */
    @Test
    void aForgedOneIsPassedOverWithOneWarning() throws IOException {
        checkpoints(new CheckpointSettings(1, 0, 9)).epochEnded(progress(1, 0));
        Path newest = folder.resolve("checkpoints/epoch-000002-round-000000.zip");
        String header = "{\"fingerprint\":\"fingerprint\",\"epoch\":2,\"history\":[]";
        for (String json : new String[] {
            "{}",
            "null",
            "[]",
            "7",
            "",
            "{\"fingerprint\":null}",
            header + "}",
            header + ",\"phase\":-1}",
            header + ",\"phase\":9}",
            header + ",\"tally\":{\"rows\":\"NaN\"}}",
            header + ",\"tally\":{\"lossSum\":\"NaN\",\"rowsByExecutor\":{}}}",
            header + ",\"tally\":{\"rowsByExecutor\":{\"0\":null}}}",
            "{\"fingerprint\":\"fingerprint\",\"history\":[null,null]}",
            "[".repeat(100_000)
        }) {
            Files.write(newest, zip(json, 0));
            assertPassedOver(json);
        }
        Files.write(newest, zip(valid(2), 1 << 24)); // 64 MB of zeros in 64 KB
        assertPassedOver("a bomb");
        Files.delete(newest);
        Files.createDirectories(newest.resolve("folder"));
        assertEquals(
                1, newest((file, why) -> {}).orElseThrow().progress().state().epoch());
        checkpoints(new CheckpointSettings(1, 0, 1)).epochEnded(progress(1, 0)); // and is no stale file to be removed
    }

    /** Of a network with other sizes, as a change of code that no setting shows would leave behind. */
    @Test
    void oneOfAnotherNetworkIsPassedOver() throws IOException {
        Progress good = progress(2, 0);
        TrainingState other = new TrainingState(new float[99], new float[200], 5, 2);
        checkpoints(new CheckpointSettings(1, 0, 9)).epochEnded(progress(1, 0));
        checkpoints(new CheckpointSettings(1, 0, 9))
                .epochEnded(new Progress(
                        other,
                        new float[0],
                        0,
                        EpochRecord.Tally.ZERO,
                        good.history(),
                        other,
                        0,
                        List.of(),
                        new float[0]));

        assertPassedOver("another network");
    }

    private void assertPassedOver(String what) throws IOException {
        List<String> told = new ArrayList<>();

        CheckpointFolder.Found found = newest((checkpoint, why) ->
                        told.add(checkpoint.substring(checkpoint.lastIndexOf('/') + 1) + " " + why))
                .orElseThrow();

        assertEquals(1, found.progress().state().epoch(), what);
        assertEquals(1, told.size(), what + told);
        assertTrue(told.get(0).startsWith("epoch-000002-round-000000.zip "), told.get(0));
        assertEquals(1, told.get(0).lines().count(), told.get(0));
    }

    private String valid(int epoch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckpointFile.write(progress(epoch, 0), "fingerprint", out);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            zip.getNextEntry();
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A header, and an array of so many zeros. */
    private static byte[] zip(String header, int zeros) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("training.json"));
            zip.write(header.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("parameters"));
            byte[] some = new byte[1 << 20];
            for (long at = 0; at < 4L * zeros; at += some.length) {
                zip.write(some);
            }
        }
        return out.toByteArray();
    }

    private Optional<CheckpointFolder.Found> newest(BiConsumer<String, String> damaged) throws IOException {
        return checkpointFolder().newest(damaged, List.of(() -> new CheckpointFile.Expected(9, 100, 200, 0, 0)));
    }

    private CheckpointFolder.Schedule checkpoints(CheckpointSettings settings) throws IOException {
        return new CheckpointFolder.Schedule(checkpointFolder(), settings, clock::get, () -> {});
    }

    private CheckpointFolder checkpointFolder() throws IOException {
        FileSystem fs = FileSystem.getLocal(new Configuration()).getRawFileSystem();
        return new CheckpointFolder(fs, new org.apache.hadoop.fs.Path(folder.toUri()), "fingerprint");
    }

    private static Progress progress(int epoch, int round) {
        TrainingState state = new TrainingState(new float[100], new float[200], 5, epoch);
        List<EpochRecord> history = IntStream.rangeClosed(1, epoch)
                .mapToObj(e -> new EpochRecord(null, e, 1.0 / e, null, 1, 10, 2, new TreeMap<>()))
                .toList();
        return new Progress(
                state, new float[0], round, EpochRecord.Tally.ZERO, history, state, 0, List.of(), new float[0]);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
