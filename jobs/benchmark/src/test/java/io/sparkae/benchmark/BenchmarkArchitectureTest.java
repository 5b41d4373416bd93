package io.sparkae.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The layers on top of those that {@code jobs} checks: forecast, then benchmark. */
class BenchmarkArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(Path.of("target", "classes"));

    @Test
    void everyPackageIsALayer() {
        classes()
                .should()
                .resideInAnyPackage("io.sparkae.benchmark.forecast", "io.sparkae.benchmark")
                .check(OURS);
    }

    @Test
    void theForecastUsesNoBenchmark() {
        noClasses()
                .that()
                .resideInAPackage("io.sparkae.benchmark.forecast")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sparkae.benchmark")
                .check(OURS);
    }

    @Test
    void benchmarksDoNotReachBelowThePipeline() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
                .check(OURS);
    }
}
