package io.sparkae.train.pca;

import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.storage.StorageLevel;

/**
 * Mean and leading principal components of rows, by MLlib ({@link RowMatrix#computePrincipalComponents}). MLlib sums
 * partitions in the order of completion, so the last digits may differ between runs.
 *
 * @param mean of the rows, {@code [features]}
 * @param components unit vectors by falling variance, each {@code [features]}
 */
public record PrincipalComponents(double[] mean, List<double[]> components) {
    /** The decomposition's workspace is one array of {@code 7·features² + 4·features} values. */
    private static final int MOST_FEATURES = 17_514;

    private static final long BYTES_A_PAIR = 80;

    static {
        PlainLinearAlgebra.choose(); // on executors too, since vectors() runs there
    }

    /**
     * Computes mean and components.
     *
     * @param count of components, at most the width of the rows
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

    /** The first {@code count} components. */
    PrincipalComponents first(int count) {
        return new PrincipalComponents(mean, components.subList(0, count));
    }

    /**
     * Lower bound on MLlib's memory in the driver, in bytes: covariance matrix, both factors and a workspace of 7 times
     * that size, in double precision, {@code 80·features²}.
     */
    static long bytes(int features) {
        return MemoryRoom.times(BYTES_A_PAIR, (long) features * features);
    }

    /**
     * Message if rows are too wide for principal components; empty if they are not.
     *
     * @param features values per row
     */
    public static Optional<String> lack(int features, MemoryRoom room) {
        if (features > MOST_FEATURES) {
            return Optional.of(String.format(
                    "model.family: expected another one than pca for rows of more than %,d features, whose covariances"
                            + " are one matrix, found %,d features",
                    MOST_FEATURES, features));
        }
        return room.lack(bytes(features), 0, 0)
                .map(lack -> String.format(
                        "model.family: pca needs the covariances of %,d features, which take at least %s, or take another"
                                + " family",
                        features, lack));
    }

    private static List<Vector> vectors(RowBlock block) {
        List<Vector> vectors = new ArrayList<>(block.rows());
        float[] all = block.values();
        for (int row = 0; row < block.rows(); row++) {
            double[] values = new double[block.width()];
            for (int i = 0; i < values.length; i++) {
                values[i] = all[row * block.width() + i];
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

    /**
     * Makes MLlib use its Java linear algebra. The symbols of the system's native libraries, which it would use by default,
     * clash with those of ND4J's OpenBLAS and give wrong components without an error (see {@code docs/internals.md}).
     * A library that the user has set is kept.
     */
    private static final class PlainLinearAlgebra {
        private static final String NO_SUCH_LIBRARY = "plain-java";

        private PlainLinearAlgebra() {}

        /** Call it in every process, before MLlib's first product there. */
        static void choose() {
            for (String part : new String[] {"blas", "lapack", "arpack"}) {
                String property = "dev.ludovic.netlib." + part + ".nativeLib";
                if (System.getProperty(property) == null) {
                    System.setProperty(property, NO_SUCH_LIBRARY);
                }
            }
        }
    }

    /** Principal components of one dataset, computed once for models of several sizes. */
    public static final class Shared {
        private final int most;
        private PrincipalComponents found;

        /** @param most components of the largest model */
        public Shared(int most) {
            this.most = most;
        }

        /** The first {@code count}; the rows are read at the first call only. */
        public PrincipalComponents first(int count, Supplier<JavaRDD<RowBlock>> rows) {
            if (found == null) {
                found = PrincipalComponents.of(rows.get(), most);
            }
            return found.first(count);
        }
    }
}
