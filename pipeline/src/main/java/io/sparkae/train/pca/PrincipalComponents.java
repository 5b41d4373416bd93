package io.sparkae.train.pca;

import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.storage.StorageLevel;

/**
 * Mean and leading principal components of some rows, by MLlib ({@link RowMatrix#computePrincipalComponents}). MLlib sums
 * partitions as they come in, so the last digits may differ between runs.
 *
 * @param mean of the rows, {@code [features]}
 * @param components unit vectors by falling variance, each {@code [features]}
 */
public record PrincipalComponents(double[] mean, List<double[]> components) {
    static {
        PlainLinearAlgebra.choose(); // on executors too, since vectors() runs there
    }

    /**
     * Finds them.
     *
     * @param count how many, at most the width of the rows
     */
    public static PrincipalComponents of(JavaRDD<RowBlock> rows, int count) {
        JavaRDD<Vector> vectors =
                rows.flatMap(block -> vectors(block).iterator()).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            RowMatrix matrix = new RowMatrix(vectors.rdd());
            double[] mean = matrix.computeColumnSummaryStatistics().mean().toArray();
            Matrix found = matrix.computePrincipalComponents(count);
            List<double[]> components = new ArrayList<>();
            for (int c = 0; c < count; c++) {
                double[] component = new double[found.numRows()];
                for (int i = 0; i < component.length; i++) {
                    component[i] = found.apply(i, c);
                }
                components.add(component);
            }
            return new PrincipalComponents(mean, List.copyOf(components));
        } finally {
            vectors.unpersist();
        }
    }

    /** The first of these. */
    PrincipalComponents first(int count) {
        return new PrincipalComponents(mean, components.subList(0, count));
    }

    private static List<Vector> vectors(RowBlock block) {
        List<Vector> vectors = new ArrayList<>(block.rows());
        for (int row = 0; row < block.rows(); row++) {
            double[] values = new double[block.width()];
            for (int i = 0; i < values.length; i++) {
                values[i] = block.values()[row * block.width() + i];
            }
            vectors.add(Vectors.dense(values).compressed());
        }
        return vectors;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrincipalComponents that
                && Arrays.equals(mean, that.mean)
                && Arrays.deepEquals(components.toArray(), that.components.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mean);
    }
}
