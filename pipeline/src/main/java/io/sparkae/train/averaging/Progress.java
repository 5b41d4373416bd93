package io.sparkae.train.averaging;

import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.method.AveragingMethod.AfterRound;
import io.sparkae.train.replica.TrainingState;
import java.util.ArrayList;
import java.util.List;

/**
 * The progress of a training: everything needed to resume it with the same result. Shuffles are seeded by epoch and
 * partition, so no generator state is kept.
 *
 * @param state at the beginning of the next round; its epoch is the number of finished epochs
 * @param velocity what the {@link AveragingMethod} keeps on the driver; empty if nothing
 * @param round finished rounds of the current epoch
 * @param tally of those rounds
 * @param history the finished epochs
 * @param best the state after the best of them; null before the first
 * @param phase index of the current phase
 * @param earlier epochs of the phases before it
 * @param whole parameters of the whole model at the beginning of the phase; empty if there is only one phase
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

    /** Before the first epoch of the only phase. */
    public static Progress begin(TrainingState state, AveragingMethod method) {
        return begin(state, method, 0, List.of(), new float[0]);
    }

    /** Before the first epoch of one of several phases. */
    public static Progress begin(
            TrainingState state, AveragingMethod method, int phase, List<EpochRecord> earlier, float[] whole) {
        float[] atRest = new float[method.velocityLength(state.parameters().length)];
        return new Progress(state, atRest, 0, EpochRecord.Tally.ZERO, List.of(), null, phase, earlier, whole);
    }

    public Progress afterRound(RoundResult result, AveragingMethod method, double seconds) {
        AfterRound after = method.afterRound(state, velocity, result.mean());
        return new Progress(
                after.state(),
                after.velocity(),
                round + 1,
                tally.plus(result, seconds),
                history,
                best,
                phase,
                earlier,
                whole);
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

    /** The epochs of all phases so far. */
    public List<EpochRecord> allEpochs() {
        List<EpochRecord> all = new ArrayList<>(earlier);
        all.addAll(history);
        return List.copyOf(all);
    }

    /** The last finished epoch of this phase; there must be one. */
    public EpochRecord lastEpoch() {
        return history.get(history.size() - 1);
    }
}
