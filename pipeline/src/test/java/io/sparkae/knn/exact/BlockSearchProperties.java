package io.sparkae.knn.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.search.DoubleLoop;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowValues;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlockSearchProperties {

    @Property(tries = 300)
    void theResultIsThatOfADoubleLoop(
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 59) int anyK,
            @ForAll @IntRange(max = 8) int kind,
            @ForAll Metric metric,
            @ForAll boolean leaveOneOut,
            @ForAll long seed) {
        RowBlock references = rows(rows, width, kind, seed);
        RowBlock queries = leaveOneOut ? references : rows(7, width, kind, seed + (kind == 1 ? 0 : 1));
        int k = Math.min(anyK, leaveOneOut ? rows - 1 : rows);

        check(queries, references, new SearchSettings(k, metric, leaveOneOut));
    }

    @Property(tries = 40)
    void ofWideRowsToo(
            @ForAll @IntRange(min = 91, max = 784) int width,
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 59) int anyK,
            @ForAll @IntRange(max = 8) int kind,
            @ForAll Metric metric,
            @ForAll long seed) {
        RowBlock references = rows(rows, width, kind, seed);
        check(rows(5, width, kind, seed + 1), references, new SearchSettings(Math.min(anyK, rows), metric, false));
    }

    /** Grey values as bytes, as a dataset has them, are searched as the numbers that they stand for. */
    @Property(tries = 60)
    void ofBytesToo(
            @ForAll @IntRange(min = 1, max = 120) int width,
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 59) int anyK,
            @ForAll Metric metric,
            @ForAll boolean leaveOneOut,
            @ForAll long seed) {
        RowBlock references = grey(rows, width, seed);
        RowBlock queries = leaveOneOut ? references : grey(7, width, seed + 1);
        int k = Math.min(anyK, leaveOneOut ? rows - 1 : rows);

        check(queries, references, new SearchSettings(k, metric, leaveOneOut));
    }

    private static RowBlock grey(int count, int width, long seed) {
        RowBlock numbers = rows(count, width, 0, seed);
        byte[] bytes = new byte[count * width];
        new SplittableRandom(seed).nextBytes(bytes);
        float[] dictionary = new float[256];
        IntStream.range(0, 256).forEach(i -> dictionary[i] = i / 255f);
        return new RowBlock(numbers.ids(), numbers.labels(), RowValues.of(bytes, dictionary), width);
    }

    /** More candidates than are held at a time, all of them as near as the k-th, and k above that number. */
    @Example
    void moreTiesThanAShortlistHolds() {
        RowBlock references = rows(3000, 5, 2, 1);
        check(rows(20, 5, 2, 2), references, 7);
        check(rows(20, 5, 2, 2), references, new SearchSettings(3, Metric.COSINE, false));
        check(rows(5, 5, 2, 3), references, 2999);
        check(slice(references, 0, 20), references, new SearchSettings(700, Metric.EUCLIDEAN, true));
    }

    @Example
    void manyTilesAndWideRowsToo() {
        check(rows(300, 784, 3, 1), rows(5000, 784, 3, 2), 7);
        check(rows(300, 784, 3, 1), rows(5000, 784, 3, 2), new SearchSettings(7, Metric.COSINE, false));
    }

    /** A square of their width would take 32 GB, and 4,096 of them 1.5. */
    @Example
    void rowsAsWideAsPhotographsToo() {
        int width = 300 * 300;
        check(rows(5, width, 0, 1), rows(40, width, 0, 2), 7);
        check(rows(5, width, 5, 1), rows(40, width, 5, 2), new SearchSettings(3, Metric.COSINE, false));
    }

    /** Several of the blocks that products are done in, and as many axes as narrow rows have. */
    @Example
    void moreWideRowsThanATileToo() {
        check(rows(20, 3000, 3, 1), rows(1500, 3000, 3, 2), 7);
    }

    /** Ten well separated heaps, so that cells are passed over, and a cell of more rows than a tile. */
    @Example
    void heapsFarApartAndCrowdedCellsToo() {
        RowBlock references = rows(6000, 8, 6, 3);
        check(rows(200, 8, 6, 4), references, 7);
        check(slice(references, 0, 150), references, new SearchSettings(9, Metric.EUCLIDEAN, true));
    }

    @Example
    void rowsFarFromTheOriginStayExact() {
        // Distances of about 1 between rows of norm 10,000: single precision alone could not tell them apart.
        RowBlock references = shifted(rows(500, 20, 0, 1), 2000);
        RowBlock queries = shifted(rows(20, 20, 0, 2), 2000);

        check(queries, references, 9);
    }

    /** Their cosine distances are as small as the rounding of unit rows to single precision. */
    @Example
    void nearlyParallelRowsToo() {
        for (int power = 1; power <= 5; power++) {
            for (int width : new int[] {2, 3, 8, 60, 784}) {
                RowBlock references = parallel(2000, width, Math.pow(10, -power), 1);
                check(
                        parallel(60, width, Math.pow(10, -power), 2),
                        references,
                        new SearchSettings(7, Metric.COSINE, false));
            }
        }
    }

    @Example
    void hugeValuesToo() {
        RowBlock small = rows(30_000, 40, 0, 1);
        float[] values = small.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 4.9e17f;
        }
        RowBlock huge = new RowBlock(small.ids(), small.labels(), values, 40);
        check(slice(huge, 0, 20), huge, 5);
    }

    private static RowBlock parallel(int rows, int width, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RowBlock block = rows(rows, width, 0, seed);
        for (int i = 0; i < block.values().length; i++) {
            block.values()[i] = (float) (1 + i % width % 7 + noise * random.nextGaussian());
        }
        return block;
    }

    @Example
    void axesAreOrthonormal() {
        assertOrthonormal(784);
    }

    @Example
    void axesOfWideRowsAreOrthonormal() {
        assertOrthonormal(2000);
    }

    private static void assertOrthonormal(int width) {
        RowBlock lowRank = rows(400, width, 3, 5);
        double[][] basis = PrincipalSubspace.of(lowRank, new float[width], 40);

        for (int a = 0; a < 40; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < width; i++) {
                    product += basis[i][a] * basis[i][b];
                }
                assertEquals(a == b ? 1 : 0, product, 1e-12, "axes " + a + " and " + b);
            }
        }
    }

    @Example
    void imagesAreNeverFartherApartThanRowsAndHardlyNearer() {
        assertImagesAreTight(784);
    }

    @Example
    void imagesOfWideRowsAreTightToo() {
        assertImagesAreTight(2000);
    }

    private static void assertImagesAreTight(int width) {
        RowBlock rows = rows(400, width, 3, 5);
        PrincipalAxes axes = SearchSpace.fit(rows, 5).axes();
        ProjectedRows points = ProjectedRows.of(rows, Metric.EUCLIDEAN, axes);
        double tightness = 0;
        for (int query = 0; query < 20; query++) {
            for (int other = 20; other < 400; other++) {
                double distance = squared(rows.values(), width, query, other);
                double bound = squared(points.projections(), points.projectedWidth(), query, other);
                double norms = points.squaredNorms()[query] + points.squaredNorms()[other];
                assertTrue(bound <= distance + axes.slack() * norms, bound + " > " + distance);
                tightness += bound / distance / 20 / 380;
            }
        }
        assertTrue(tightness > 0.99, "mean ratio " + tightness);
    }

    private static double squared(float[] values, int width, int a, int b) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double difference = (double) values[a * width + i] - values[b * width + i];
            sum += difference * difference;
        }
        return sum;
    }

    @Example
    void memoryIsLinearInTheWidth() {
        assertEquals(96, SearchSpace.axes(784, 10)); // as ever
        assertEquals(96, SearchSpace.axes(256 * 256, 4096));
        assertEquals(12, SearchSpace.axes(256 * 256, 100));
        assertEquals(1, SearchSpace.axes(Integer.MAX_VALUE, 1));
        assertEquals(4096, ExactSearch.sampleRows(784));
        assertEquals(512, ExactSearch.sampleRows(256 * 256));
        assertEquals(1, ExactSearch.sampleRows(Integer.MAX_VALUE));
        assertEquals(256, PrincipalAxes.tileRows(784, 10_000));
        assertEquals(10, PrincipalAxes.tileRows(784, 10));
        assertEquals(4, PrincipalAxes.tileRows(1024 * 1024, 10_000));
    }

    @Example
    void nanAndOtherWidthsAreRefused() {
        RowBlock good = rows(5, 3, 0, 1);
        float[] values = good.values().clone();
        values[7] = Float.NaN;
        RowBlock bad = new RowBlock(good.ids(), good.labels(), values, 3);
        SearchSpace space = SearchSpace.fit(good, 2);
        SearchSpace wider = SearchSpace.fit(rows(5, 4, 0, 1), 2);

        String nan = assertThrows(
                        IllegalArgumentException.class, () -> ProjectedRows.of(bad, Metric.EUCLIDEAN, space.axes()))
                .getMessage();
        String width = assertThrows(
                        IllegalArgumentException.class,
                        () -> search(
                                good, space, rows(5, 4, 0, 1), wider, new SearchSettings(1, Metric.EUCLIDEAN, false)))
                .getMessage();

        assertEquals("row id 998, value 1: expected a finite number, found NaN", nan);
        assertEquals("expected queries and references of one width, found 3 and 4 values", width);
    }

    @Example
    void heapsOfTwoSearchesMerge() {
        RowBlock all = rows(50, 6, 2, 9);
        RowBlock queries = rows(5, 6, 2, 10);
        SearchSpace space = SearchSpace.fit(all, 4);
        SearchSettings eight = new SearchSettings(8, Metric.EUCLIDEAN, false);
        Neighbours left = search(queries, space, slice(all, 0, 3), space, eight);
        Neighbours right = search(queries, space, slice(all, 3, 50), space, eight);

        Neighbours merged = right.merge(left, 8);

        assertEquals(3, left.perQuery());
        for (int query = 0; query < 5; query++) {
            assertEquals(DoubleLoop.nearest(queries, query, all, 8), DoubleLoop.found(merged, query));
        }
    }

    private static void check(RowBlock queries, RowBlock references, int k) {
        check(queries, references, new SearchSettings(k, Metric.EUCLIDEAN, false));
    }

    private static void check(RowBlock queries, RowBlock references, SearchSettings settings) {
        SearchSpace space =
                SearchSpace.fit(settings.metric().comparable(references), (int) Math.sqrt(references.rows()));
        Neighbours found = search(queries, space, references, space, settings);
        for (int query = 0; query < queries.rows(); query++) {
            assertEquals(
                    DoubleLoop.nearest(queries, query, references, settings),
                    DoubleLoop.found(found, query),
                    "query " + query);
        }
    }

    private static Neighbours search(
            RowBlock queries, SearchSpace querySpace, RowBlock references, SearchSpace space, SearchSettings settings) {
        int cells = space.centroids().length / space.axes().projectedWidth();
        int half = references.rows() / 2;
        List<References.Part> parts = Stream.of(slice(references, 0, half), slice(references, half, references.rows()))
                .map(part -> References.Part.of(ProjectedRows.of(part, settings.metric(), space.axes()), space))
                .toList();
        return BlockSearch.run(
                ProjectedRows.of(queries, settings.metric(), querySpace.axes()),
                References.of(parts, cells),
                settings,
                space.axes().slack());
    }

    /** Kinds: 0 noise, 1 the queries are among the references, 2 few values and so many ties, 3 low rank, 4 constant,
     * 5 many zeros and all-zero rows, 6 heaps far apart and one crowded point,
     * 7 values whose squares underflow, 8 nearly parallel rows. */
    private static RowBlock rows(int rows, int width, int kind, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            for (int i = 0; i < width; i++) {
                values[row * width + i] = (float)
                        switch (kind) {
                            case 2 -> random.nextInt(2);
                            case 3 -> a * Math.sin(i) + b * Math.cos(3 * i) + 0.01 * random.nextGaussian();
                            case 5 -> row % 4 == 0 ? 0 : Math.max(0, a * Math.sin(i) + random.nextGaussian() - 1);
                            case 6 ->
                                row % 3 == 0 ? 5 : 100 * (row % 10) * Math.sin(i + row % 10) + random.nextGaussian();
                            case 4 -> i % 2 == 0 ? 0.5 : random.nextInt(3);
                            case 8 -> 1 + i % 5 + 1e-4 * random.nextGaussian();
                            case 7 -> 1e-20 * random.nextGaussian();
                            default -> random.nextDouble();
                        };
            }
        }
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            ids[row] = 1000 - row; // descending, so that a tie shows
            labels[row] = row % 10;
        }
        return new RowBlock(ids, labels, values, width);
    }

    private static RowBlock shifted(RowBlock block, float by) {
        float[] values = block.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += by;
        }
        return new RowBlock(block.ids(), block.labels(), values, block.width());
    }

    private static RowBlock slice(RowBlock block, int from, int to) {
        return new RowBlock(
                java.util.Arrays.copyOfRange(block.ids(), from, to),
                java.util.Arrays.copyOfRange(block.labels(), from, to),
                java.util.Arrays.copyOfRange(block.values(), from * block.width(), to * block.width()),
                block.width());
    }
}
