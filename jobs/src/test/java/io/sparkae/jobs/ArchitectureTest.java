package io.sparkae.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** The production classes of all modules; the folders, so that a class in a foreign package would be seen too. */
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(
                    Path.of("..", "data-prep", "target", "classes"),
                    Path.of("..", "pipeline", "target", "classes"),
                    Path.of("target", "classes"));

    /** Data flows one way: a package may use those before it, none after it. */
    @Test
    void dataFlowsOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("settings")
                .definedBy("io.sparkae.settings..")
                .layer("counters")
                .definedBy("io.sparkae.counters..")
                .layer("dataset")
                .definedBy("io.sparkae.dataset..")
                .layer("source")
                .definedBy("io.sparkae.source..")
                .layer("generate")
                .definedBy("io.sparkae.generate..")
                .layer("download")
                .definedBy("io.sparkae.download..")
                .layer("scaling")
                .definedBy("io.sparkae.scaling..")
                .layer("prep")
                .definedBy("io.sparkae.prep..")
                .layer("natives")
                .definedBy("io.sparkae.natives..")
                .layer("startup")
                .definedBy("io.sparkae.startup..")
                .layer("layer")
                .definedBy("io.sparkae.layer..")
                .layer("kernel")
                .definedBy("io.sparkae.kernel..")
                .layer("model")
                .definedBy("io.sparkae.model..")
                .layer("replica")
                .definedBy("io.sparkae.replica..")
                .layer("train")
                .definedBy("io.sparkae.train..")
                .layer("pca")
                .definedBy("io.sparkae.pca..")
                .layer("encode")
                .definedBy("io.sparkae.encode..")
                .layer("knn")
                .definedBy("io.sparkae.knn..")
                .layer("chart")
                .definedBy("io.sparkae.chart..")
                .layer("section")
                .definedBy("io.sparkae.section..")
                .layer("report")
                .definedBy("io.sparkae.report..")
                .layer("benchmark")
                .definedBy("io.sparkae.benchmark..")
                .layer("forecast")
                .definedBy("io.sparkae.forecast..")
                .layer("jobs")
                .definedBy("io.sparkae.jobs..")
                .whereLayer("jobs")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("forecast")
                .mayOnlyBeAccessedByLayers("jobs")
                .whereLayer("benchmark")
                .mayOnlyBeAccessedByLayers("jobs")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("jobs")
                .whereLayer("section")
                .mayOnlyBeAccessedByLayers("report", "jobs")
                .whereLayer("chart")
                .mayOnlyBeAccessedByLayers("section", "report")
                .whereLayer("knn")
                .mayOnlyBeAccessedByLayers("section", "report", "benchmark", "jobs")
                .whereLayer("encode")
                .mayOnlyBeAccessedByLayers("knn", "section", "report", "jobs")
                .whereLayer("pca")
                .mayOnlyBeAccessedByLayers("section", "jobs")
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("pca", "encode", "knn", "section", "report", "jobs")
                .whereLayer("replica")
                .mayOnlyBeAccessedByLayers("train")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("replica", "train", "pca", "encode", "knn", "section", "report", "jobs")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("model", "replica")
                .whereLayer("layer")
                .mayOnlyBeAccessedByLayers("kernel", "model", "replica")
                .whereLayer("startup")
                .mayOnlyBeAccessedByLayers("train", "pca", "knn", "jobs")
                .whereLayer("natives")
                .mayOnlyBeAccessedByLayers("startup", "layer", "kernel", "model", "replica", "train", "pca", "knn")
                .whereLayer("prep")
                .mayOnlyBeAccessedByLayers("benchmark", "jobs")
                .whereLayer("scaling")
                .mayOnlyBeAccessedByLayers("prep", "section")
                .whereLayer("generate")
                .mayOnlyBeAccessedByLayers("prep", "jobs")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("generate", "prep", "benchmark")
                .whereLayer("download")
                .mayOnlyBeAccessedByLayers("jobs")
                .whereLayer("counters")
                .mayOnlyBeAccessedByLayers("prep", "train", "encode", "knn")
                .whereLayer("dataset")
                .mayOnlyBeAccessedByLayers(
                        "source",
                        "generate",
                        "scaling",
                        "download",
                        "prep",
                        "startup",
                        "model",
                        "replica",
                        "train",
                        "pca",
                        "encode",
                        "knn",
                        "section",
                        "report",
                        "benchmark",
                        "jobs")
                .check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sparkae.(*)..").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void dl4jStaysInThePipeline() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.sparkae.settings..",
                        "io.sparkae.counters..",
                        "io.sparkae.dataset..",
                        "io.sparkae.source..",
                        "io.sparkae.generate..",
                        "io.sparkae.scaling..",
                        "io.sparkae.download..",
                        "io.sparkae.prep..",
                        "io.sparkae.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
                .check(OURS);
    }

    @Test
    void nothingOfOursLivesInAnothersPackage() {
        classes().should().resideInAPackage("io.sparkae..").check(OURS);
    }

    /** These deserialise Java objects, or load the classes that a file names. DL4J's JSON is for our own strings. */
    @Test
    void nobodyReadsModelsThroughDl4j() {
        noClasses()
                .should()
                .callMethodWhere(calls("org.deeplearning4j.util.ModelSerializer", "restore.*"))
                .orShould()
                .callMethodWhere(calls("org.deeplearning4j.nn.multilayer.MultiLayerNetwork", "load"))
                .orShould()
                .callMethodWhere(calls("org.nd4j.linalg.factory.Nd4j", "read.*|load.*|.*[Nn]py.*"))
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sparkae.replica..", "io.sparkae.train..")
                .should()
                .callMethodWhere(calls("org.deeplearning4j.nn.conf.MultiLayerConfiguration", "fromJson|fromYaml"))
                .check(OURS);
    }

    @Test
    void nobodyDeserialisesFiles() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .check(OURS);
    }

    private static DescribedPredicate<JavaMethodCall> calls(String owner, String methods) {
        return describe(
                owner + "." + methods,
                call -> call.getTargetOwner().getName().equals(owner)
                        && call.getName().matches(methods));
    }
}
