package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.replica.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
        Checkpoints checkpoints = checkpoints(new CheckpointSettings(2, 0, 2));
        for (int epoch = 1; epoch <= 7; epoch++) {
            checkpoints.epochEnded(progress(epoch, 0));
        }

        assertEquals(List.of("epoch-000004-round-000000.zip", "epoch-000006-round-000000.zip"), names());
    }

    @Test
    void areTakenEverySoManyMinutesInTheMidstOfAnEpoch() throws IOException {
        Checkpoints checkpoints = checkpoints(new CheckpointSettings(0, 5, 9));
        for (int round = 1; round <= 12; round++) {
            clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
            checkpoints.roundEnded(progress(3, round));
        }

        assertEquals(List.of("epoch-000003-round-000005.zip", "epoch-000003-round-000010.zip"), names());
    }

    @Test
    void theEndIsAlwaysKept() throws IOException {
        Checkpoints checkpoints = checkpoints(new CheckpointSettings(0, 0, 1));

        checkpoints.finished(progress(7, 0));

        assertEquals(List.of("epoch-000007-round-000000.zip"), names());
    }

    @Test
    void ofAFolderWithADamagedOneTheOneBeforeIsTaken() throws IOException {
        Checkpoints checkpoints = checkpoints(new CheckpointSettings(1, 0, 3));
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
        TrainingListener listener = new TrainingListener() {
            @Override
            public void damaged(String checkpoint, String why) {
                told.add(checkpoint.substring(checkpoint.lastIndexOf('/') + 1));
            }
        };

        CheckpointFolder.Found found = checkpointFolder().newest(listener).orElseThrow();

        assertEquals(1, found.progress().state().epoch());
        assertEquals(List.of("epoch-000003-round-000000.zip", "epoch-000002-round-000000.zip"), told);
    }

    @Test
    void aTrainingThatBeginsAgainIsNotRobbedOfItsCheckpointsByLaterOnesThatCannotBeRead() throws IOException {
        checkpoints(new CheckpointSettings(1, 0, 1)).epochEnded(progress(6, 0));
        Files.write(folder.resolve("checkpoints/epoch-000006-round-000000.zip"), new byte[] {1, 2, 3});

        checkpoints(new CheckpointSettings(1, 0, 1)).epochEnded(progress(1, 0));

        assertEquals(List.of("epoch-000001-round-000000.zip"), names());
    }

    private Checkpoints checkpoints(CheckpointSettings settings) throws IOException {
        return new Checkpoints(checkpointFolder(), settings, clock::get, TrainingListener.NONE);
    }

    private CheckpointFolder checkpointFolder() throws IOException {
        FileSystem fs = FileSystem.getLocal(new Configuration()).getRawFileSystem();
        return new CheckpointFolder(fs, new org.apache.hadoop.fs.Path(folder.toUri()), "fingerprint");
    }

    private static Progress progress(int epoch, int round) {
        TrainingState state = new TrainingState(new float[100], new float[200], 5, epoch);
        return new Progress(state, new float[0], round, EpochTally.ZERO, List.of(), state, 0, List.of(), new float[0]);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
