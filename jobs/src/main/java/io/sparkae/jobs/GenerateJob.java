package io.sparkae.jobs;

import io.sparkae.files.FileSystems;
import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.generate.GeneratedCsv;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.startup.LocalUmask;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.rows.Split;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code generate}; needs no Spark session. */
@Command(
        name = "generate",
        description = "Writes generated digits as train.csv.gz and test.csv.gz in Kaggle's format;"
                + " generate.train-rows and generate.test-rows set how many.")
final class GenerateJob extends Job {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "generated",
            description = "Folder for the files; default: ${DEFAULT-VALUE}.")
    private String output;

    @Override
    public Integer call() throws IOException {
        IngestSettings settings = options().settings().ingest();
        LogFile.orTemporary();
        Configuration hadoop = new Configuration();
        Preflight.beforeHadoop();
        LocalUmask.apply(hadoop);
        write(settings, Split.TRAIN, settings.generatedTrainRows(), hadoop);
        write(settings, Split.TEST, settings.generatedTestRows(), hadoop);
        return 0;
    }

    private void write(IngestSettings settings, Split split, int rows, Configuration hadoop) throws IOException {
        Path file = new Path(FileSystems.path(output), split.folder() + ".csv.gz");
        if (options().force()
                || !GeneratedCsv.isThere(settings.generatedKind(), settings.seed(), split, rows, file, hadoop)) {
            GeneratedCsv.write(settings.generatedKind(), settings.seed(), split, rows, file, hadoop);
        }
        out().printf(Locale.ROOT, "%,d rows in %s%n", rows, file);
        out().flush();
    }
}
