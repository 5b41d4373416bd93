package io.sparkae.jobs;

import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** A command that runs stages: one nested class for each, named in {@link Main}. */
abstract class StageJob extends Job {
    private final List<StageName> stages;

    StageJob(StageName... stages) {
        this.stages = List.of(stages);
    }

    @Override
    public Integer call() throws IOException {
        StageRun.alone(options(), console(), stages);
        return 0;
    }

    @Command(name = "run", description = "Runs all stages, skipping those that are done.")
    static final class Run extends StageJob {
        Run() {
            super(StageName.values());
        }
    }

    @Command(name = "ingest", description = "Checks, shuffles and partitions the input data.")
    static final class Ingest extends StageJob {
        Ingest() {
            super(StageName.INGEST);
        }
    }

    @Command(name = "train", description = "Trains the experiment's network on the ingested data.")
    static final class Train extends StageJob {
        Train() {
            super(StageName.TRAIN);
        }
    }

    @Command(name = "encode", description = "Encodes all rows with the trained network.")
    static final class Encode extends StageJob {
        Encode() {
            super(StageName.ENCODE);
        }
    }

    @Command(name = "knn", description = "Evaluates the codes by exact nearest neighbours.")
    static final class Knn extends StageJob {
        Knn() {
            super(StageName.KNN);
        }
    }
}
