package io.sparkae.train.averaging;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code training.averaging-frequency}, {@code training.last-averaging-frequency} and
 * {@code training.block-momentum}.
 *
 * @param frequency minibatches between two averagings in the first epoch
 * @param lastFrequency the same in the last epoch
 * @param blockMomentum momentum η of {@link BlockMomentum}, in [0, 1)
 */
public record AveragingSettings(int frequency, int lastFrequency, double blockMomentum) implements Serializable {

    /** Checks each setting by its bounds. */
    public AveragingSettings {
        Bounds.intAtLeast("training.averaging-frequency", 1, frequency);
        Bounds.intAtLeast("training.last-averaging-frequency", 1, lastFrequency);
        Bounds.fractionBelowOne("training.block-momentum", blockMomentum);
    }

    /** The same with other frequencies, in minibatches, of the first and the last epoch. */
    public AveragingSettings withFrequencies(int first, int last) {
        return new AveragingSettings(first, last, blockMomentum);
    }

    /** The same with another block momentum. */
    public AveragingSettings withBlockMomentum(double other) {
        return new AveragingSettings(frequency, lastFrequency, other);
    }

    /** Reads the keys of these settings. */
    public static AveragingSettings read(SettingsReader reader) {
        return new AveragingSettings(
                reader.intAtLeast("training.averaging-frequency", 1),
                reader.intAtLeast("training.last-averaging-frequency", 1),
                reader.fractionBelowOne("training.block-momentum"));
    }

    /**
     * Minibatches between two averagings in an epoch: from the first frequency to the last in equal ratios, rounded.
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
