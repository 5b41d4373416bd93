package io.sparkae.jobs;

import io.sparkae.run.StageName;
import picocli.CommandLine.Command;

/** The command {@code knn}. */
@Command(name = "knn", description = "Judges the codes by exact nearest neighbours.")
final class KnnJob extends StageJob {
    KnnJob() {
        super(StageName.KNN);
    }
}
