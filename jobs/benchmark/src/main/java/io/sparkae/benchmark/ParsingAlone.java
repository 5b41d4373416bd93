package io.sparkae.benchmark;

import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.SliceReader;
import io.sparkae.ingest.source.Slices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * One thread that reads and checks a source, from file to blocks of rows, without Spark.
 *
 * @param source to read
 * @param times in a round
 */
record ParsingAlone(RowSource source, int times) implements Contender {

    @Override
    public String name() {
        return "reading and checking it, 1 thread, without Spark";
    }

    @Override
    public List<Double> seconds() throws IOException {
        Configuration conf = new Configuration();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            try (SliceReader blocks = new SliceReader(Slices.of(source, conf).all(), source.bytesPerRow(), conf)) {
                blocks.forEachRemaining(block -> {});
            }
            seconds.add((System.nanoTime() - started) / 1e9);
        }
        return seconds;
    }
}
