package io.sparkae.train.averaging;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code training.averaging-frequency}, {@code training.last-averaging-frequency} and
 * {@code training.block-momentum}.
 *
 * @param frequency minibatches between two averagings in the first epoch
 * @param lastFrequency the same in the last epoch
 * @param blockMomentum share of the last change of the mean that is added to the next, in [0, 1)
 */
public record AveragingSettings(int frequency, int lastFrequency, double blockMomentum) implements Serializable {

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
