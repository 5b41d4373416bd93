package io.sparkae.jobs;

import io.sparkae.dataset.StageName;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains the experiment's network on the ingested data.")
final class TrainJob implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return new StageRun(options, spec.commandLine().getOut()).run(List.of(StageName.TRAIN));
    }
}
