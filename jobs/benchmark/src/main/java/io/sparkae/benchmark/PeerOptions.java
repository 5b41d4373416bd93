package io.sparkae.benchmark;

import io.sparkae.settings.SettingsException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that all benchmarks have. */
public final class PeerOptions {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each contender has its turn; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "The Python that has the peers; default: ${DEFAULT-VALUE}.")
    private String python;

    int rounds() {
        return atLeastOne("--rounds", rounds);
    }

    String python() {
        return python;
    }

    /** @throws SettingsException if the value is below 1 */
    public static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new SettingsException(List.of(option + ": expected >= 1, found " + value));
        }
        return value;
    }
}
