package io.sparkae.prep;

import io.sparkae.dataset.InputFile;
import io.sparkae.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Digits drawn on the executors, as if they had been read. */
final class GeneratedSource implements ImageSource {
    static final ImageShape SHAPE = new ImageShape(StrokeRaster.SIDE, StrokeRaster.SIDE, 10);

    private final long seed;
    private final Split split;
    private final int rows;

    GeneratedSource(long seed, Split split, int rows) {
        this.seed = seed;
        this.split = split;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "generated digits (" + split.folder() + ")";
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
        long generatorSeed = seed;
        Split generatorSplit = split;
        int end = rows;
        return spark.parallelize(starts, Math.min(starts.size(), spark.defaultParallelism()))
                .map(start -> draw(generatorSeed, generatorSplit, start, end));
    }

    private static SourceBlock draw(long seed, Split split, int start, int end) {
        DigitGenerator generator = new DigitGenerator(seed, split);
        SourceBlockBuilder block = new SourceBlockBuilder(SHAPE.pixels());
        for (int row = start; row < end && !block.isFull(); row++) {
            block.accept(generator.draw(row, block.pixels(), block.nextOffset()));
        }
        return block.build();
    }
}
