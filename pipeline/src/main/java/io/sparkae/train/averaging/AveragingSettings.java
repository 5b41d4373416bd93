package io.sparkae.train.averaging;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.method.DiLoCo;
import io.sparkae.train.method.GradientAveraging;
import io.sparkae.train.method.MeanAveraging;
import io.sparkae.train.method.SlowMo;
import io.sparkae.train.transfer.Transfer;
import java.io.Serializable;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The settings {@code training.averaging-method}, {@code training.averaging-frequency}, {@code
 * training.last-averaging-frequency}, {@code training.averagings-per-epoch}, {@code training.outer-momentum}, {@code
 * training.outer-learning-rate} and {@code training.transfer}.
 *
 * @param method what workers give and what the driver makes of it
 * @param frequency most minibatches between two averagings in the first epoch
 * @param lastFrequency the same in the last epoch
 * @param perEpoch averagings of an epoch, rounded, if the frequency gives fewer
 * @param outerMomentum momentum of the driver's step, in [0, 1), for the methods that have one
 * @param outerLearningRate learning rate of the driver's step, for the methods that have one
 * @param transfer in what form states travel
 */
public record AveragingSettings(
        AveragingMethod.Kind method,
        int frequency,
        int lastFrequency,
        int perEpoch,
        double outerMomentum,
        double outerLearningRate,
        Transfer transfer)
        implements Serializable {

    /** Workers up to which {@code perEpoch} holds; twice as many average twice as often. */
    private static final int FEW_WORKERS = 8;

    /** The most by which more workers multiply {@code perEpoch}. */
    private static final int MOST_TIMES = 4;

    /** Workers up to which momentum and learning rate of slowmo are taken as they are set. */
    private static final int AS_SET = 32;

    /** Checks each setting by its bounds. */
    public AveragingSettings {
        Bounds.intAtLeast("training.averaging-frequency", 1, frequency);
        Bounds.intAtLeast("training.last-averaging-frequency", 1, lastFrequency);
        Bounds.intAtLeast("training.averagings-per-epoch", 1, perEpoch);
        Bounds.fractionBelowOne("training.outer-momentum", outerMomentum);
        Bounds.positive("training.outer-learning-rate", outerLearningRate);
    }

    /** The same with another method, and the momentum and learning rate of its step on the driver. */
    public AveragingSettings withMethod(AveragingMethod.Kind other, double momentum, double learningRate) {
        return new AveragingSettings(other, frequency, lastFrequency, perEpoch, momentum, learningRate, transfer);
    }

    /**
     * The same with other frequencies.
     *
     * @param first most minibatches between two averagings in the first epoch
     * @param last the same in the last epoch
     * @param leastPerEpoch least averagings of an epoch
     */
    public AveragingSettings withFrequencies(int first, int last, int leastPerEpoch) {
        return new AveragingSettings(method, first, last, leastPerEpoch, outerMomentum, outerLearningRate, transfer);
    }

    /** The same with states that travel in another form. */
    public AveragingSettings withTransfer(Transfer other) {
        return new AveragingSettings(
                method, frequency, lastFrequency, perEpoch, outerMomentum, outerLearningRate, other);
    }

    /** Reads the keys of these settings. */
    public static AveragingSettings read(SettingsReader reader) {
        return new AveragingSettings(
                reader.oneOf("training.averaging-method", AveragingMethod.Kind.class),
                reader.intAtLeast("training.averaging-frequency", 1),
                reader.intAtLeast("training.last-averaging-frequency", 1),
                reader.intAtLeast("training.averagings-per-epoch", 1),
                reader.fractionBelowOne("training.outer-momentum"),
                reader.positive("training.outer-learning-rate"),
                reader.oneOf("training.transfer", Transfer.class));
    }

    /**
     * The method.
     *
     * @param updater of the workers, or of the driver where that takes their steps
     */
    public AveragingMethod methodOf(IUpdater updater, int workers) {
        return switch (method) {
            case MEAN -> new MeanAveraging();
            case SLOWMO -> new SlowMo(momentum(slowdown(workers)), outerLearningRate, updater);
            case DILOCO -> new DiLoCo(outerMomentum, outerLearningRate);
            case GRADIENT -> new GradientAveraging(updater);
        };
    }

    /**
     * Minibatches between two averagings: {@link #frequencyIn}, fewer if an epoch would have too few averagings.
     *
     * @param epoch counted from 0
     * @param epochs in all
     * @param batches of a worker in an epoch
     */
    int minibatches(int epoch, int epochs, int batches, int workers) {
        int times = Math.max(1, Math.min(MOST_TIMES, workers / FEW_WORKERS));
        long averagings = Math.min(batches, (long) perEpoch * times);
        return (int) Math.min(frequencyIn(epoch, epochs), (batches + averagings - 1) / averagings);
    }

    /**
     * The divisor k of the workers' learning rate: √(W/32) for slowmo with momentum and more than 32 workers, else 1. Shares
     * of a step are so small then that steps are mostly noise. Smaller steps that add up for longer, with momentum
     * {@code 1 − (1 − β)/k}, go as far in the end, {@code (γ/k)/((1 − β)/k) = γ/(1 − β)}, and average more of it out. Found by
     * measuring, docs/benchmarks.md.
     */
    public double slowdown(int workers) {
        boolean slows = method == AveragingMethod.Kind.SLOWMO && outerMomentum > 0 && workers > AS_SET;
        return slows ? Math.sqrt((double) workers / AS_SET) : 1;
    }

    private double momentum(double slowdown) {
        return slowdown == 1 ? outerMomentum : 1 - (1 - outerMomentum) / slowdown;
    }

    /**
     * The configured number of minibatches between two averagings in an epoch: from the first frequency to the last in equal ratios, rounded.
     *
     * @param epoch counted from 0
     * @param epochs in all
     */
    public int frequencyIn(int epoch, int epochs) {
        if (epochs == 1) {
            return frequency;
        }
        return (int) Math.round(frequency * Math.pow((double) lastFrequency / frequency, epoch / (epochs - 1.0)));
    }
}
