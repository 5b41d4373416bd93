package io.sparkae.train.averaging;

import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.replica.TrainingState;
import java.util.ArrayList;
import java.util.List;

/**
 * Where training stands: everything that is needed to go on as if it had never stopped. Shuffles are seeded by epoch
 * and partition, so the position of the random numbers is the state's epoch.
 *
 * @param state to begin the next round from; its epoch counts the finished ones
 * @param velocity Δ of {@link BlockMomentum}; empty without it
 * @param round rounds done in the epoch under way
 * @param tally of those rounds
 * @param history the finished epochs
 * @param best the state after the best of them; null before the first
 * @param phase which of the trainings that make the model this is
 * @param earlier the epochs of those before it
 * @param whole parameters of the model when it began; empty if there is but one
 */
public record Progress(
        TrainingState state,
        float[] velocity,
        int round,
        EpochRecord.Tally tally,
        List<EpochRecord> history,
        TrainingState best,
        int phase,
        List<EpochRecord> earlier,
        float[] whole) {

    /** Before the first epoch of a model's only training. */
    public static Progress begin(TrainingState state, double blockMomentum) {
        return begin(state, blockMomentum, 0, List.of(), new float[0]);
    }

    /** Before the first epoch of one of several trainings. */
    public static Progress begin(
            TrainingState state, double blockMomentum, int phase, List<EpochRecord> earlier, float[] whole) {
        float[] atRest = BlockMomentum.atRest(state.parameters().length, blockMomentum);
        return new Progress(state, atRest, 0, EpochRecord.Tally.ZERO, List.of(), null, phase, earlier, whole);
    }

    public Progress afterRound(RoundResult result, double blockMomentum, double seconds) {
        float[] before = state.parameters();
        float[] mean = result.mean().parameters();
        float[] next = BlockMomentum.velocity(velocity, blockMomentum, before, mean);
        TrainingState moved = result.mean().withParameters(BlockMomentum.parameters(next, before, mean));
        return new Progress(moved, next, round + 1, tally.plus(result, seconds), history, best, phase, earlier, whole);
    }

    public Progress afterEpoch(String phaseName, Double validationLoss, double seconds) {
        List<EpochRecord> longer = new ArrayList<>(history);
        longer.add(tally.plusSeconds(seconds)
                .record(state.epoch() + 1, round, validationLoss)
                .of(phaseName));
        TrainingState finished = state.afterEpoch();
        TrainingState better = EpochRecord.best(longer) == longer.size() ? finished : best;
        return new Progress(
                finished, velocity, 0, EpochRecord.Tally.ZERO, List.copyOf(longer), better, phase, earlier, whole);
    }

    /** The epochs of all trainings so far. */
    public List<EpochRecord> allEpochs() {
        List<EpochRecord> all = new ArrayList<>(earlier);
        all.addAll(history);
        return List.copyOf(all);
    }

    public EpochRecord lastEpoch() {
        return history.get(history.size() - 1);
    }
}
