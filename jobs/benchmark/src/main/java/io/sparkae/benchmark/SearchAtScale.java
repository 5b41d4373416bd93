package io.sparkae.benchmark;

import io.sparkae.knn.ExactKnn;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The exact search on generated rows of any number and width, for benchmarks. Rows lie about 100 centres, spread in 12
 * directions and a little in all others, as codes and images do.
 */
final class SearchAtScale {
    private static final int CENTRES = 100;
    private static final int DIRECTIONS = 12;
    private static final double NOISE = 0.05;

    private SearchAtScale() {}

    /**
     * Generates rows on the executors and searches; seconds of the search alone.
     *
     * @param blockMegabytes the most memory for one block of rows
     */
    static double seconds(JavaSparkContext spark, int queries, int references, int width, int k, int blockMegabytes) {
        int slots = spark.defaultParallelism();
        KnnSettings settings = KnnSettings.defaults().withK(k).withBlockMegabytes(blockMegabytes);
        try (SearchResult found = new ExactKnn(settings)
                .search(rows(spark, queries, width, 2 * slots, 1), rows(spark, references, width, 4 * slots, 2))) {
            return found.seconds();
        }
    }

    private static JavaRDD<RowBlock> rows(JavaSparkContext spark, int count, int width, int partitions, long seed) {
        List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
        return spark.parallelize(numbers, partitions)
                .map(p -> block(
                        (int) ((long) p * count / partitions), (int) ((p + 1L) * count / partitions), width, seed));
    }

    private static RowBlock block(int from, int to, int width, long seed) {
        double[][] centres = normal(CENTRES, width, 100);
        double[][] directions = normal(DIRECTIONS, width, 101);
        long[] ids = new long[to - from];
        float[] values = new float[Math.multiplyExact(ids.length, width)];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = from + row;
            SplittableRandom random = new SplittableRandom(Seeds.of(seed, "knn.scale", ids[row]));
            double[] centre = centres[random.nextInt(CENTRES)];
            double[] along = random.doubles(DIRECTIONS, -1, 1).toArray();
            for (int i = 0; i < width; i++) {
                double value = centre[i] + NOISE * random.nextGaussian();
                for (int d = 0; d < DIRECTIONS; d++) {
                    value += along[d] * directions[d][i];
                }
                values[row * width + i] = (float) value;
            }
        }
        return new RowBlock(ids, new int[ids.length], values, width);
    }

    private static double[][] normal(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, rows)
                .mapToObj(row -> IntStream.range(0, width)
                        .mapToDouble(i -> random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }
}
