package io.sparkae.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NativeArraysTest {
    private final float[] values = {1, 2, 3, 4, 5, 6};

    @Test
    void rowsStayRows() {
        INDArray matrix = NativeArrays.matrix(values, 2, 3);

        assertEquals(6, matrix.getFloat(1, 2));
        assertEquals(4, matrix.getFloat(1, 0));
        assertArrayEquals(values, NativeArrays.get(matrix));
        assertArrayEquals(new float[] {3, 4}, NativeArrays.get(NativeArrays.matrix(values, 2, 1, 2)));
    }

    @Test
    void columnOrderAndViewsAreReadRowByRow() {
        INDArray matrix = NativeArrays.matrix(values, 2, 3);

        assertArrayEquals(values, NativeArrays.get(matrix.dup('f')));
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, NativeArrays.get(matrix.transpose()));
        assertArrayEquals(
                new float[] {2, 3, 5, 6},
                NativeArrays.get(matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3))));
    }

    @Test
    void onlyWholeArraysAreOverwritten() {
        INDArray view = Nd4j.ones(4, 4).getColumn(1, true);

        assertThrows(IllegalArgumentException.class, () -> NativeArrays.put(values, 4, view));
    }
}
