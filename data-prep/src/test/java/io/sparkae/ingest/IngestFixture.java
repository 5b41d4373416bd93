package io.sparkae.ingest;

import io.sparkae.files.BadInputException;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageSettings;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Runs the ingest stage and reads its output. */
record IngestFixture(SparkSession spark, Path folder) {

    /** Runs ingest; unwraps BadInputException. */
    Manifest ingest(String... pairs) throws IOException {
        Settings settings = Settings.load(List.of(), List.of(pairs));
        SettingsReader reader = settings.reader();
        IngestSettings ingest = IngestSettings.read(reader);
        reader.check();
        try (RunLocks locks = new RunLocks()) {
            RunFolder run = locks.hold(run());
            IngestStage stage = new IngestStage(spark, run, StageSettings.from(settings), ingest);
            return new StageTransaction(run).run(stage, true).manifest();
        } catch (Exception e) { // Spark throws its checked SparkException undeclared
            throw cause(e);
        }
    }

    RunFolder run() {
        return RunFolder.at(folder.toString(), new Configuration());
    }

    /** All rows of a split in order. */
    RowBlock rows(Manifest manifest, Split split) {
        List<RowBlock> blocks = rows(manifest, split, 1);
        int rows = blocks.stream().mapToInt(RowBlock::rows).sum();
        int width = blocks.get(0).width();
        RowBlock all = new RowBlock(new long[rows], new int[rows], new float[rows * width], width);
        int at = 0;
        for (RowBlock block : blocks) {
            System.arraycopy(block.ids(), 0, all.ids(), at, block.rows());
            System.arraycopy(block.labels(), 0, all.labels(), at, block.rows());
            System.arraycopy(block.values(), 0, all.values(), at * width, block.values().length);
            at += block.rows();
        }
        return all;
    }

    List<RowBlock> rows(Manifest manifest, Split split, int partitions) {
        try {
            return new RowTable(spark, run().stage(StageName.INGEST).path(), manifest.files(), split, "features")
                    .blocks(partitions)
                    .collect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException cause(Exception failure) {
        return Stream.iterate((Throwable) failure, t -> t != null, Throwable::getCause)
                .filter(BadInputException.class::isInstance)
                .map(BadInputException.class::cast)
                .findFirst()
                .map(RuntimeException.class::cast)
                .orElseGet(() -> new IllegalStateException(failure));
    }
}
