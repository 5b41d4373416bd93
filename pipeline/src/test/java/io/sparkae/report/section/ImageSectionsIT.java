package io.sparkae.report.section;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.Comparisons;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.LabelledRows;
import io.sparkae.report.chart.Tile;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.Split;
import io.sparkae.run.StageName;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sections that choose rows and show them. Every image is of one shade, which says whose it is: a hundredth of its id, and
 * half of white more for test rows, which have the same ids.
 */
@ExtendWith(SharedSpark.class)
class ImageSectionsIT {
    private static final int SIDE = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void surestMistakesAreShownBesideTheirNeighbours(boolean leaveOneOut, SparkSession spark) throws IOException {
        List<Row> predictions = List.of(
                RowFactory.create(0L, 1, 1, 1.0),
                RowFactory.create(1L, 1, 0, 0.6),
                RowFactory.create(4L, 0, 1, 1.0),
                RowFactory.create(3L, null, 1, 1.0),
                RowFactory.create(2L, 0, 1, 1.0));
        List<Row> neighbours = new ArrayList<>();
        for (long query = 0; query < 5; query++) {
            for (int rank = 9; rank >= 1; rank--) {
                neighbours.add(RowFactory.create(query, (query + rank) % 12, (double) rank, rank));
            }
        }
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        tables.put("predictions", predictions);
        tables.put("neighbours", neighbours);
        RunView run = run(spark)
                .stage(
                        StageName.KNN,
                        StageName.INGEST,
                        Map.of("knn.leave-one-out", leaveOneOut),
                        tables,
                        "id BIGINT, label INT, prediction INT, vote_share DOUBLE",
                        "id BIGINT, neighbour_id BIGINT, distance DOUBLE, rank INT")
                .view();

        List<Comparisons.Row> rows = ((Comparisons)
                        NearestNeighbours.misclassified(run).orElseThrow().picture())
                .rows();

        double base = leaveOneOut ? 0 : 0.5;
        assertArrayEquals(
                new double[] {base + 0.02, base + 0.04, base + 0.01},
                rows.stream().mapToDouble(row -> shade(row.one())).toArray(),
                1e-6);
        assertArrayEquals(
                new double[] {0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09},
                rows.get(0).others().stream()
                        .mapToDouble(ImageSectionsIT::shade)
                        .toArray(),
                1e-6);
        assertEquals(List.of("0", "1", "2", "0", "1", "2", "0"), rows.get(0).captions());
        assertEquals("0 → 1 (100 % of the votes)", rows.get(0).label());
        assertEquals("1 → 0 (60 % of the votes)", rows.get(2).label());
    }

    @Test
    void thereIsNothingToShowIfNothingWasWrongOrNothingIsKnown(SparkSession spark) throws IOException {
        RunView run = run(spark)
                .stage(
                        StageName.KNN,
                        StageName.INGEST,
                        Map.of(),
                        Map.of(
                                "predictions",
                                List.of(RowFactory.create(0L, 1, 1, 1.0), RowFactory.create(1L, null, 1, 1.0))),
                        "id BIGINT, label INT, prediction INT, vote_share DOUBLE")
                .view();

        assertTrue(NearestNeighbours.misclassified(run).isEmpty());
    }

    @Test
    void classesAreShownByTheirFirstRowsAndTheirMean(SparkSession spark) throws IOException {
        List<Block> blocks = ClassImages.of(run(spark).view());

        List<ImageGrid.Row> samples = ((LabelledRows) ((Block.Figure) blocks.get(0)).picture()).rows();
        ImageGrid means = (ImageGrid) ((Block.Figure) blocks.get(1)).picture();
        assertEquals(
                List.of("0", "1"), samples.stream().map(ImageGrid.Row::label).toList(), "class 2 has no rows here");
        assertArrayEquals(
                new double[] {0.09, 0.06, 0.03},
                samples.get(0).images().stream()
                        .mapToDouble(ImageSectionsIT::shade)
                        .toArray(),
                1e-6);
        assertArrayEquals(
                new double[] {0.06, (0.07 + 0.04 + 0.1 + 0.01) / 4},
                means.rows().get(0).images().stream()
                        .mapToDouble(ImageSectionsIT::shade)
                        .toArray(),
                1e-6);
    }

    /** Training rows in falling order; row 0 without a label; rows of class 2 are held out. */
    private RunFixture run(SparkSession spark) throws IOException {
        List<Row> training = new ArrayList<>(rows(0, 10, 9, 7, 6, 4, 3, 1));
        training.add(RowFactory.create(0L, null, features(0)));
        return new RunFixture(spark, folder)
                .dataset(
                        SIDE,
                        3,
                        Map.of(
                                Split.TRAIN, training,
                                Split.VALIDATION, rows(0, 2, 5, 8, 11),
                                Split.TEST, rows(0.5f, 0, 1, 2, 3, 4)));
    }

    /** The label is the rest of the id by 3. */
    private static List<Row> rows(float base, long... ids) {
        return LongStream.of(ids)
                .mapToObj(id -> RowFactory.create(id, (int) (id % 3), features(base + id / 100f)))
                .toList();
    }

    private static Float[] features(float shade) {
        Float[] features = new Float[SIDE * SIDE];
        Arrays.fill(features, shade);
        return features;
    }

    private static double shade(Tile image) {
        return ((GreyImage) image).values()[SIDE];
    }
}
