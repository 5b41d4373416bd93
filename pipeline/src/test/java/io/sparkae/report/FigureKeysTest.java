package io.sparkae.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonRootName;
import io.sparkae.encode.EncodeFigures;
import io.sparkae.encode.ReconstructionFigures;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.ingest.IngestFigures;
import io.sparkae.knn.Evaluation;
import io.sparkae.knn.KnnFigures;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Figure;
import io.sparkae.run.StageName;
import io.sparkae.train.TrainFigures;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The keys of metrics.json and of manifests are a contract with whoever reads these files. */
class FigureKeysTest {
    private static final List<Class<? extends Record>> GROUPS = List.of(
            IngestFigures.class,
            TrainFigures.class,
            EncodeFigures.class,
            ReconstructionFigures.class,
            KnnFigures.class);

    @Test
    void keysOfMetricsStay() {
        assertKeys(
                IngestFigures.class,
                "classes duplicateTestRows duplicateTrainRows features rejectedRows splits testRows testRowsInTrain"
                        + " trainRows validationRows warnings");
        assertKeys(IngestFigures.Splits.class, "test train validation");
        assertKeys(
                IngestFigures.SplitFigures.class, "classCounts constantPixels pixelMean pixelVariance unlabelledRows");
        assertKeys(
                TrainFigures.class,
                "bestEpoch bytesPerEpoch epochs experiment parameters phases roundsPerEpoch rowsPerStep secondsPerEpoch step trainLoss validationLoss"
                        + " workers");
        assertKeys(EncodeFigures.class, "compressionRatio dimension meanCode nearZeroShare");
        assertKeys(
                ReconstructionFigures.class,
                "testBce testElbo testLatentNats testMse testMseFromCorrupted testReconstructionNats");
        assertKeys(
                KnnFigures.class,
                "accuracy accuracyLower accuracyUpper balancedAccuracy confusion exactSeconds k macroF1 method perClass"
                        + " rawAccuracy rawExactSeconds rawRecall rawSeconds recall seconds");
        assertKeys(Evaluation.ClassFigures.class, "f1 label precision recall");
    }

    @Test
    void keysOfFactsStay() {
        assertKeys(
                DatasetFacts.class,
                "classes features imageHeight imageWidth labelledRows largestFeature scaling smallestFeature");
        assertKeys(TrainFigures.Facts.class, "parameters");
        assertKeys(EncodeFigures.Facts.class, "dimension");
    }

    /** Numbers, and lists of one number an epoch; texts and tables are shown in other ways. */
    @Test
    void theRegistryHasEveryNumber() {
        Set<String> numbers = new TreeSet<>();
        for (Class<? extends Record> group : GROUPS) {
            for (RecordComponent component : group.getRecordComponents()) {
                if (isNumber(component.getGenericType())) {
                    numbers.add(group.getAnnotation(JsonRootName.class).value() + "." + component.getName());
                }
            }
        }
        Arrays.stream(StageName.values()).forEach(stage -> numbers.add("stages." + stage.command()));

        assertEquals(
                numbers, new TreeSet<>(Figures.ALL.stream().map(Figure::key).toList()));
    }

    private static boolean isNumber(Type type) {
        return Set.of("int", "long", "double", "java.util.List<java.lang.Double>")
                        .contains(type.getTypeName())
                || type instanceof Class<?> boxed && Number.class.isAssignableFrom(boxed);
    }

    private static void assertKeys(Class<? extends Record> type, String expected) {
        assertEquals(
                expected,
                String.join(
                        " ",
                        new TreeSet<>(Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList())));
    }
}
