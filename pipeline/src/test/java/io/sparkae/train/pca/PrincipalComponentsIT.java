package io.sparkae.train.pca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.TrainingSettings;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class PrincipalComponentsIT {
    private static final int WIDTH = 40;

    /** All of them: orthonormal eigenvectors of the covariance in the order of their eigenvalues; so the first are the largest. */
    @Test
    void theyAreTheEigenvectorsOfTheCovariance(SparkSession session) {
        NativeArrays.matrix(new float[1], 1, 1); // ND4J's OpenBLAS is in the process, as it is in a run
        RowBlock rows = rows(300);
        PrincipalComponents pca = components(session, rows, WIDTH);
        double[] mean = mean(rows);
        double[][] covariance = covariance(rows, mean);

        assertArrayEquals(mean, pca.mean(), 1e-9);
        double last = Double.POSITIVE_INFINITY;
        for (int c = 0; c < WIDTH; c++) {
            double[] component = pca.components().get(c);
            double[] image = product(covariance, component);
            double eigenvalue = dot(image, component);
            for (int i = 0; i < WIDTH; i++) {
                assertEquals(eigenvalue * component[i], image[i], 1e-9, "component " + c + ", feature " + i);
            }
            for (int other = 0; other <= c; other++) {
                double[] earlier = pca.components().get(other);
                assertEquals(other == c ? 1 : 0, dot(component, earlier), 1e-9, c + " and " + other);
            }
            assertTrue(eigenvalue <= last * (1 + 1e-9), eigenvalue + " after " + last);
            last = eigenvalue;
        }
    }

    @Test
    void theNetworkProjectsOnThem(SparkSession session) {
        RowBlock rows = rows(50);
        PrincipalComponents pca = components(session, rows, 3);
        SettingsReader reader = Settings.load(
                        List.of(), List.of("model.family=pca", "model.code=3", "model.hidden=[8]"))
                .reader();
        ModelSettings settings = ModelSettings.read(reader);
        TrainedAutoencoder network = TrainedAutoencoder.of(
                LinearAutoencoder.of(
                        pca, settings, TrainingSettings.read(reader).optimizing()),
                settings,
                RowFormat.of(new InputShape(1, WIDTH)));

        TrainedAutoencoder.Pass pass = network.apply(rows.values(), rows.rows());

        for (int row = 0; row < rows.rows(); row++) {
            double[] rebuilt = pca.mean().clone();
            for (int c = 0; c < 3; c++) {
                double code = 0;
                for (int i = 0; i < WIDTH; i++) {
                    code += pca.components().get(c)[i] * (rows.values()[row * WIDTH + i] - pca.mean()[i]);
                }
                assertEquals(code, pass.codes()[row * 3 + c], 1e-4);
                for (int i = 0; i < WIDTH; i++) {
                    rebuilt[i] += code * pca.components().get(c)[i];
                }
            }
            for (int i = 0; i < WIDTH; i++) {
                assertEquals(rebuilt[i], pass.reconstructions()[row * WIDTH + i], 1e-4);
            }
        }
    }

    @Test
    void theFirstOfManyAreThoseOfFew(SparkSession session) {
        RowBlock rows = rows(100);
        PrincipalComponents.Shared shared = new PrincipalComponents.Shared(5);
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        PrincipalComponents few = shared.first(2, () -> spark.parallelize(List.of(rows), 1));
        PrincipalComponents all = shared.first(5, () -> {
            throw new AssertionError("found already");
        });

        assertEquals(2, few.components().size());
        assertArrayEquals(few.components().get(1), all.components().get(1));
        assertArrayEquals(
                components(session, rows, 2).components().get(1),
                few.components().get(1),
                1e-9);
    }

    private static PrincipalComponents components(SparkSession session, RowBlock rows, int count) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return PrincipalComponents.of(spark.parallelize(List.of(rows), 2), count);
    }

    /** Variances that differ from feature to feature, correlated, and not about the origin. */
    private static RowBlock rows(int count) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[count * WIDTH];
        for (int row = 0; row < count; row++) {
            double common = random.nextGaussian();
            for (int i = 0; i < WIDTH; i++) {
                values[row * WIDTH + i] = (float) (3 + common * Math.cos(i) + random.nextGaussian() / (1 + i));
            }
        }
        return new RowBlock(new long[count], new int[count], values, WIDTH);
    }

    private static double[] mean(RowBlock rows) {
        double[] mean = new double[WIDTH];
        for (int i = 0; i < rows.values().length; i++) {
            mean[i % WIDTH] += (double) rows.values()[i] / rows.rows();
        }
        return mean;
    }

    private static double[][] covariance(RowBlock rows, double[] mean) {
        double[][] covariance = new double[WIDTH][WIDTH];
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < WIDTH; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    covariance[i][j] += (rows.values()[row * WIDTH + i] - mean[i])
                            * (rows.values()[row * WIDTH + j] - mean[j])
                            / (rows.rows() - 1);
                }
            }
        }
        return covariance;
    }

    private static double[] product(double[][] matrix, double[] vector) {
        double[] product = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
