package io.sparkae.ingest.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.Split;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DigitGeneratorTest {
    private static final int SIDE = 28;

    @Test
    void aRowsDigitDependsOnSeedSplitAndRowOnly() {
        byte[] first = draw(new DigitGenerator(7, Split.TRAIN), 5);
        DigitGenerator other = new DigitGenerator(7, Split.TRAIN);
        draw(other, 3);

        assertArrayEquals(first, draw(other, 5));
        assertFalse(Arrays.equals(first, draw(new DigitGenerator(8, Split.TRAIN), 5)));
        assertFalse(Arrays.equals(first, draw(new DigitGenerator(7, Split.TEST), 5)));
    }

    @Test
    void digitsAreMadeLikeMnists() {
        DigitGenerator generator = new DigitGenerator(42, Split.TRAIN);
        int[] perDigit = new int[10];
        double ink = 0;
        for (int row = 0; row < 2000; row++) {
            byte[] image = new byte[SIDE * SIDE];
            perDigit[generator.draw(row, image, 0)]++;
            double mass = 0;
            double massX = 0;
            double massY = 0;
            for (int i = 0; i < image.length; i++) {
                int grey = image[i] & 0xFF;
                mass += grey;
                massX += grey * (i % SIDE + 0.5);
                massY += grey * (i / SIDE + 0.5);
            }
            ink += mass / 255 / 784 / 2000;
            assertEquals(14, massX / mass, 1.0, "centre of mass, row " + row);
            assertEquals(14, massY / mass, 1.0, "centre of mass, row " + row);
        }
        Arrays.stream(perDigit).forEach(n -> assertTrue(n > 140 && n < 260, Arrays.toString(perDigit)));
        assertEquals(0.1307, ink, 0.04, "MNIST's mean pixel is 0.1307");
    }

    private static byte[] draw(DigitGenerator generator, long row) {
        byte[] image = new byte[SIDE * SIDE];
        generator.draw(row, image, 0);
        return image;
    }
}
