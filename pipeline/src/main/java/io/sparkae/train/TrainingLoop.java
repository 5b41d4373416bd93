package io.sparkae.train;

import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.averaging.DivergedException;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.averaging.ValidationLoss;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.method.AveragingMethod;

/** Runs the rounds and epochs of a phase until done, stopped early or diverged; on the driver. */
final class TrainingLoop {
    private final TrainingSettings settings;
    private final String phase;
    private final AveragingMethod method;
    private final AveragingEngine engine;
    private final ValidationLoss validation;
    private final CheckpointFolder.Schedule checkpoints;
    private final TrainingListener listener;

    /** @param phase name recorded with each epoch; null if there is only one phase */
    TrainingLoop(
            TrainingSettings settings,
            String phase,
            AveragingMethod method,
            AveragingEngine engine,
            ValidationLoss validation,
            CheckpointFolder.Schedule checkpoints,
            TrainingListener listener) {
        this.settings = settings;
        this.phase = phase;
        this.method = method;
        this.engine = engine;
        this.validation = validation;
        this.checkpoints = checkpoints;
        this.listener = listener;
    }

    /** @throws DivergedException if a loss, a weight or a moment is not finite; it names the last checkpoint */
    Progress run(Progress start) {
        Progress progress = start;
        try {
            while (progress.state().epoch() < settings.epochs()) {
                if (settings.stopping().reached(progress.history())) {
                    listener.stoppedEarly(progress.history());
                    break;
                }
                progress = epoch(progress);
            }
        } catch (DivergedException diverged) {
            throw diverged.with(checkpoints.hint());
        }
        checkpoints.finished(progress);
        return progress;
    }

    private Progress epoch(Progress start) {
        Progress progress = start;
        int rounds = engine.rounds(start.state().epoch());
        while (progress.round() < rounds) {
            progress = round(progress);
            EpochRecord.Tally tally = progress.tally();
            listener.roundEnded(
                    progress.state().epoch(), progress.round(), rounds, tally.rows(), tally.lossSum() / tally.rows());
            checkpoints.roundEnded(progress);
        }
        long started = System.nanoTime();
        Double loss = validation.of(progress.state());
        if (loss != null && !Double.isFinite(loss)) {
            throw DivergedException.after(progress, "the validation loss is " + loss);
        }
        progress = progress.afterEpoch(phase, loss, secondsSince(started));
        listener.epochEnded(progress.lastEpoch(), settings.epochs());
        checkpoints.epochEnded(progress);
        return progress;
    }

    private Progress round(Progress progress) {
        long started = System.nanoTime();
        RoundResult result = engine.run(progress.state(), progress.round());
        Progress next = progress.afterRound(result, method, secondsSince(started));
        if (!isFinite(next.state().parameters()) || !isFinite(next.state().updaterState())) {
            throw DivergedException.after(next, "a weight or a moment of the updater is not finite");
        }
        return next;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
