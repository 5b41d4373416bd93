package io.sparkae.prep;

import io.sparkae.dataset.InputFile;
import io.sparkae.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Rows drawn on the executors, as if they had been read. */
final class GeneratedSource implements ImageSource {
    private final GeneratedKind kind;
    private final long seed;
    private final Split split;
    private final int rows;

    GeneratedSource(GeneratedKind kind, long seed, Split split, int rows) {
        this.kind = kind;
        this.seed = seed;
        this.split = split;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "generated " + kind.name().toLowerCase(Locale.ROOT) + " (" + split.folder() + ")";
    }

    @Override
    public List<InputFile> inputs() {
        return List.of(); // the settings say it all
    }

    @Override
    public long firstRowNumber() {
        return 1;
    }

    @Override
    public JavaRDD<SourceBlock> read(JavaSparkContext spark) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start < rows; start += SourceBlockBuilder.CAPACITY) {
            starts.add(start);
        }
        GeneratedKind generated = kind;
        long generatorSeed = seed;
        Split generatorSplit = split;
        int end = rows;
        return spark.parallelize(starts, Math.min(starts.size(), spark.defaultParallelism()))
                .map(start -> draw(generated, generatorSeed, generatorSplit, start, end));
    }

    private static SourceBlock draw(GeneratedKind kind, long seed, Split split, int start, int end) {
        RowGenerator generator = kind.generator(seed, split);
        SourceBlockBuilder block = new SourceBlockBuilder(kind.shape().pixels());
        for (int row = start; row < end && !block.isFull(); row++) {
            block.accept(generator.draw(row, block.pixels(), block.nextOffset()));
        }
        return block.build();
    }
}
