package io.sparkae.jobs;

import io.sparkae.dataset.Split;
import io.sparkae.prep.GeneratedCsv;
import io.sparkae.prep.IngestSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code generate}; needs no Spark session. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Writes generated digits as train.csv.gz and test.csv.gz in Kaggle's format;"
                + " generate.train-rows and generate.test-rows say how many.")
final class GenerateJob implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "generated",
            description = "Folder for the files; default: ${DEFAULT-VALUE}.")
    private String output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        IngestSettings settings = options.settings().ingest();
        write(settings.seed(), Split.TRAIN, settings.generatedTrainRows());
        write(settings.seed(), Split.TEST, settings.generatedTestRows());
        return 0;
    }

    private void write(long seed, Split split, int rows) throws IOException {
        Path file = new Path(output, split.folder() + ".csv.gz");
        GeneratedCsv.write(seed, split, rows, file, new Configuration());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%,d digits in %s%n", rows, file);
        out.flush();
    }
}
