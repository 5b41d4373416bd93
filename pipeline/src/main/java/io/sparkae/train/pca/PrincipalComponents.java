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
 * Mean and leading principal components of some rows, by MLlib ({@link RowMatrix#computePrincipalComponents}). MLlib sums
 * partitions as they come in, so the last digits may differ between runs.
 *
 * @param mean of the rows, {@code [features]}
 * @param components unit vectors by falling variance, each {@code [features]}
 */
public record PrincipalComponents(double[] mean, List<double[]> components) {
    /** {@code 7·features² + 4·features} numbers are one array. */
    private static final int MOST_FEATURES = 17_514;

    private static final long BYTES_A_PAIR = 80;

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

    /**
     * Bytes of the driver that MLlib is certain to hold at one time: in double precision the covariance matrix, both
     * factors, and 7 times as much to work with, {@code 80·features²}.
     */
    static long bytes(int features) {
        return MemoryRoom.times(BYTES_A_PAIR, (long) features * features);
    }

    /**
     * Why there can be no principal components of rows this wide; empty if nothing is known to be in the way.
     *
     * @param features values a row
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

    /**
     * Has MLlib multiply and decompose in plain Java. Native libraries of the system, which it would take if it found them,
     * get their symbols mixed up with those of the OpenBLAS that ND4J brings, and principal components come out wrong
     * without a word (see {@code docs/internals.md}). A library that the user names stands.
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

    /** Principal components of one dataset, found once for models of several sizes. */
    public static final class Shared {
        private final int most;
        private PrincipalComponents found;

        /** @param most how many the largest model takes */
        public Shared(int most) {
            this.most = most;
        }

        /** The first {@code count}; the rows are asked for only the first time. */
        public PrincipalComponents first(int count, Supplier<JavaRDD<RowBlock>> rows) {
            if (found == null) {
                found = PrincipalComponents.of(rows.get(), most);
            }
            return found.first(count);
        }
    }
}
