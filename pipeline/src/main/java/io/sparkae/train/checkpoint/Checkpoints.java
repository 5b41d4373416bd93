package io.sparkae.train.checkpoint;

import io.sparkae.train.averaging.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Decides when a checkpoint is due and takes it. */
public final class Checkpoints {
    private final CheckpointFolder folder;
    private final CheckpointSettings settings;
    private final LongSupplier nanos;
    private final Runnable taking;
    private long lastTaken;
    private Progress taken;

    /**
     * @param nanos a clock, {@link System#nanoTime} but in tests
     * @param taking run after each
     */
    public Checkpoints(
            CheckpointFolder folder, CheckpointSettings settings, LongSupplier nanos, Runnable taking) {
        this.folder = folder;
        this.settings = settings;
        this.nanos = nanos;
        this.taking = taking;
        this.lastTaken = nanos.getAsLong();
    }

    public void roundEnded(Progress progress) {
        double minutes = (nanos.getAsLong() - lastTaken) / (double) TimeUnit.MINUTES.toNanos(1);
        if (settings.everyMinutes() > 0 && minutes >= settings.everyMinutes()) {
            take(progress);
        }
    }

    public void epochEnded(Progress progress) {
        if (settings.everyEpochs() > 0 && progress.state().epoch() % settings.everyEpochs() == 0) {
            take(progress);
        }
    }

    /** From the last checkpoint a damaged model file can be made again, whatever the settings. */
    public void finished(Progress progress) {
        if (taken != progress) {
            take(progress);
        }
    }

    /** Words for the end of an error message. */
    public String hint() {
        try {
            return folder.newestFile()
                    .map(file -> "; the last good checkpoint is kept: " + file)
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Progress progress) {
        try {
            folder.write(progress, settings.keep());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        taken = progress;
        lastTaken = nanos.getAsLong();
        taking.run();
    }
}
