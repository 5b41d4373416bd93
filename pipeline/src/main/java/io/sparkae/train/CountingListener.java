package io.sparkae.train;

import io.sparkae.counters.Counters;
import io.sparkae.train.averaging.EpochRecord;
import java.util.List;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/** Counts training events and forwards them; the engine counts the rows. */
final class CountingListener implements TrainingListener {
    private final TrainingListener listener;
    private final LongAccumulator rounds;
    private final LongAccumulator checkpoints;
    private final DoubleAccumulator epochs;
    private final DoubleAccumulator trainLoss;
    private final DoubleAccumulator validationLoss;
    private final DoubleAccumulator rowsPerSecond;

    /** Keeps cumulative counts, resets gauges. */
    CountingListener(Counters counters, TrainingListener listener) {
        this.listener = listener;
        rounds = counters.count("train.rounds");
        checkpoints = counters.count("train.checkpoints");
        epochs = counters.level("train.epochs");
        trainLoss = counters.level("train.trainLoss");
        validationLoss = counters.level("train.validationLoss");
        rowsPerSecond = counters.level("train.rowsPerSecond");
        List.of(epochs, trainLoss, validationLoss, rowsPerSecond).forEach(DoubleAccumulator::reset);
    }

    @Override
    public void noted(String note) {
        listener.noted(note);
    }

    @Override
    public void resumed(String checkpoint, int epochsDone, int roundsDone) {
        epochs.setValue(epochsDone);
        listener.resumed(checkpoint, epochsDone, roundsDone);
    }

    @Override
    public void damaged(String checkpoint, String why) {
        listener.damaged(checkpoint, why);
    }

    @Override
    public void phaseStarted(String name, int number, int phases) {
        listener.phaseStarted(name, number, phases);
    }

    @Override
    public void roundEnded(int epoch, int roundsDone, int allRounds, long rows, double loss) {
        rounds.add(1);
        trainLoss.setValue(loss);
        listener.roundEnded(epoch, roundsDone, allRounds, rows, loss);
    }

    @Override
    public void epochEnded(EpochRecord epoch, int allEpochs) {
        epochs.setValue(epochs.sum() + 1);
        trainLoss.setValue(epoch.trainLoss());
        if (epoch.validationLoss() != null) {
            validationLoss.setValue(epoch.validationLoss());
        }
        rowsPerSecond.setValue(epoch.rows() / epoch.seconds());
        listener.epochEnded(epoch, allEpochs);
    }

    @Override
    public void checkpointTaken() {
        checkpoints.add(1);
        listener.checkpointTaken();
    }

    @Override
    public void stoppedEarly(List<EpochRecord> history) {
        listener.stoppedEarly(history);
    }
}
