package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceBlockTest {
    private static final int PIXELS = 2;

    private static SourceBlock block(float... values) {
        SourceBlockBuilder block = new SourceBlockBuilder(3, PIXELS * Float.BYTES, -1);
        for (int row = 0; row < values.length / PIXELS; row++) {
            if (Float.isNaN(values[row * PIXELS])) {
                block.reject(Rejection.blankLine());
                continue;
            }
            int first = block.nextOffset() / Float.BYTES;
            PixelType.putReal(block.images(), first, values[row * PIXELS]);
            PixelType.putReal(block.images(), first + 1, values[row * PIXELS + 1]);
            block.accept(row);
        }
        return block.build();
    }

    private static List<String> rejected(SourceBlock block) {
        return block.rejected().stream()
                .map(bad -> bad.offset() + " " + bad.why().detail())
                .toList();
    }

    @Test
    void rowsTooLargeAreRejectedInOrderAndOthersKeepTheirPlace() {
        SourceBlock block =
                block(1, 2, Float.NaN, 0, 3, -1e30f, 1e15f, -1e15f, 1e15f, Math.nextUp(1e15f), Float.NaN, 0, 5, 6);

        SourceBlock usable = block.usable(new NoScaling(), PixelType.REAL);

        assertEquals(7, usable.rows());
        assertEquals(3, usable.slice());
        assertArrayEquals(new int[] {0, 3, 6}, usable.offsets());
        assertArrayEquals(new int[] {0, 3, 6}, usable.labels());
        assertEquals(1e15f, PixelType.REAL.value(usable.images(), 2));
        assertEquals(6, PixelType.REAL.value(usable.images(), 5));
        assertEquals(3 * PIXELS * Float.BYTES, usable.images().length);
        String blank = " expected pixel values, found a blank line";
        String large = " pixel1: expected a number of at most 1e15 in size after scaling (x), found ";
        assertEquals(
                List.of("1" + blank, "2" + large + "-1.0E30", "4" + large + "1.00000005E15", "5" + blank),
                rejected(usable));
    }

    /** A pixel that hardly varied in training makes a feature of any number. */
    @Test
    void featuresCountNotPixelValues() {
        Scaling scaling = new StandardScaling(new double[] {0, 7}, new double[] {1e20, 1e-15});

        SourceBlock usable = block(1e30f, 7, 1e30f, 9).usable(scaling, PixelType.REAL);

        assertArrayEquals(new int[] {0}, usable.offsets());
    }

    @Test
    void aBlockWithoutSuchRowsIsItself() {
        SourceBlock block = block(1, 2, 3, 4);
        SourceBlock empty = block(Float.NaN, 0);

        assertSame(block, block.usable(new NoScaling(), PixelType.REAL));
        assertSame(empty, empty.usable(new NoScaling(), PixelType.REAL));
    }
}
