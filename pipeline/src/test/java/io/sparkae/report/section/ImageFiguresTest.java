package io.sparkae.report.section;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.Tile.GreyImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The computations behind figures of images. */
class ImageFiguresTest {
    @Test
    void everyClassHasItsTurnBeforeAnyHasASecond() {
        int[] labels = {2, 2, 0, 1, 0, 2, 1};

        assertArrayEquals(new int[] {2, 3, 0, 4, 6, 1, 5}, RunView.balanced(labels, 20));
        assertArrayEquals(new int[] {2, 3, 0, 4}, RunView.balanced(labels, 4));
        assertArrayEquals(new int[] {0, 1}, RunView.balanced(new int[] {-1, -1, -1}, 2), "without labels the first");
    }

    @Test
    void rowsOfOneKindFollowTheOtherInEachLine() {
        List<GreyImage> images = images(5, 1);
        List<String> captions = List.of("a", "b", "c", "d", "e");

        List<ImageGrid.Row> rows = GridRows.of(
                2, List.of(new ImageGrid.Row("first", images), new ImageGrid.Row("second", images, captions)));

        assertEquals(
                List.of("first", "second", "", "", "", ""),
                rows.stream().map(ImageGrid.Row::label).toList());
        assertEquals(images.subList(2, 4), rows.get(2).images());
        assertEquals(List.of("c", "d"), rows.get(3).captions());
        assertEquals(List.of("e"), rows.get(5).captions());
    }

    @Test
    void theErrorMapIsWhatADoubleLoopGives() {
        List<GreyImage> originals = images(7, 1);
        List<GreyImage> reconstructions = images(7, 2);

        float[] map = Reconstructions.rootMeanSquares(originals, reconstructions);

        for (int pixel = 0; pixel < 6; pixel++) {
            double sum = 0;
            for (int row = 0; row < 7; row++) {
                sum += Math.pow(
                        originals.get(row).values()[pixel]
                                - reconstructions.get(row).values()[pixel],
                        2);
            }
            assertEquals(Math.sqrt(sum / 7), map[pixel], 1e-6);
        }
    }

    @Test
    void aLineOfCodesIncludesBothEnds() {
        assertArrayEquals(new float[] {0, 10, 1, 8, 2, 6, 3, 4}, Generation.line(new float[] {0, 10, 3, 4}, 4), 1e-6f);
    }

    /** The quantiles 0.05, 0.5 and 0.95 of N(0, 1) are −1.6449, 0 and 1.6449; the first value grows the faster. */
    @Test
    void theManifoldIsTakenAtTheNormalQuantiles() {
        float[] codes = Generation.manifoldCodes();

        assertEquals(-1.644854f, codes[0], 1e-5f);
        assertEquals(-1.644854f, codes[1], 1e-5f);
        assertEquals(1.644854f, codes[2 * 19], 1e-5f);
        assertEquals(-1.644854f, codes[2 * 19 + 1], 1e-5f);
        assertEquals(1.644854f, codes[codes.length - 1], 1e-5f);
        assertEquals(0, codes[2 * 9] + codes[2 * 10], 1e-6f, "symmetric");
    }

    private static List<GreyImage> images(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GreyImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[6];
            IntStream.range(0, 6).forEach(pixel -> values[pixel] = (float) random.nextDouble());
            images.add(new GreyImage(values, 2, 3));
        }
        return images;
    }
}
