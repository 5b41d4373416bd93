package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import picocli.CommandLine.Option;

/** The options of benchmarks that compare with peers. */
final class PeerOptions {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of each contender; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "The Python interpreter that has the peers installed; default: ${DEFAULT-VALUE}.")
    private String python;

    /** @throws io.sparkae.settings.SettingsException if it is below 1 */
    int rounds() {
        return Job.atLeastOne("--rounds", rounds);
    }

    String python() {
        return python;
    }
}
