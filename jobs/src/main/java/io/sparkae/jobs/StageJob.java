package io.sparkae.jobs;

import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.List;

/** A command that runs stages. */
abstract class StageJob extends Job {
    private final List<StageName> stages;

    StageJob(StageName... stages) {
        this.stages = List.of(stages);
    }

    @Override
    public Integer call() throws IOException {
        StageRun.alone(options(), out(), stages);
        return 0;
    }
}
