package io.sparkae.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** The production classes of all modules; the folders, so that a class in a foreign package would be seen too. */
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(
                    Path.of("..", "data-prep", "target", "classes"),
                    Path.of("..", "pipeline", "target", "classes"),
                    Path.of("target", "classes"));

    /** From the bottom to the top: a package uses those before it, none after it. */
    private static final List<String> LAYERS = List.of(
            "settings",
            "counters",
            "files",
            "rows",
            "rows.table",
            "run.lock",
            "run",
            "ingest.scaling",
            "ingest.source",
            "ingest.generate",
            "ingest.download",
            "ingest",
            "platform",
            "model.layer",
            "model.compute",
            "model",
            "train.transfer",
            "train.replica",
            "train.method",
            "train.averaging",
            "train.checkpoint",
            "train.stock",
            "train.pca",
            "train",
            "encode",
            "knn.search",
            "knn.exact",
            "knn.hnsw",
            "knn",
            "export",
            "predict",
            "report.chart",
            "report.section",
            "report.page",
            "report.sweep",
            "report",
            "ml",
            "jobs.startup",
            "jobs.console",
            "jobs");

    private static final int MOST_FILES = 20;
    private static final int MOST_LINES = 420;

    /** The first layer that may know Deeplearning4j. */
    private static final String FIRST_WITH_DL4J = "platform";

    @Test
    void dataFlowsOneWay() {
        for (int i = 0; i + 1 < LAYERS.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage("io.sparkae." + LAYERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(LAYERS.subList(i + 1, LAYERS.size()).stream()
                            .map(layer -> "io.sparkae." + layer)
                            .toArray(String[]::new))
                    .check(OURS);
        }
    }

    @Test
    void everyPackageIsALayer() {
        classes()
                .should()
                .resideInAnyPackage(
                        LAYERS.stream().map(layer -> "io.sparkae." + layer).toArray(String[]::new))
                .check(OURS);
    }

    @Test
    void dl4jStaysInThePipeline() {
        noClasses()
                .that()
                .resideInAnyPackage(LAYERS.subList(0, LAYERS.indexOf(FIRST_WITH_DL4J)).stream()
                        .map(layer -> "io.sparkae." + layer)
                        .toArray(String[]::new))
                .or()
                .resideInAPackage("io.sparkae.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
                .check(OURS);
    }

    @Test
    void onlyTheStockMasterKnowsDl4jSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sparkae.train.stock")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j.spark..")
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
                .resideOutsideOfPackages("io.sparkae.train..")
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

    /** A package can be taken in at a glance, a file holds one idea. */
    @Test
    void packagesAndFilesStaySmall() throws IOException {
        Map<Path, List<Path>> packages = sources().stream().collect(Collectors.groupingBy(Path::getParent));
        List<String> large = new ArrayList<>();
        for (Map.Entry<Path, List<Path>> each : packages.entrySet()) {
            if (each.getValue().size() > MOST_FILES) {
                large.add(each.getKey() + " has " + each.getValue().size() + " files");
            }
            for (Path file : each.getValue()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    large.add(file + " has " + lines + " lines");
                }
            }
        }

        assertTrue(packages.size() >= LAYERS.size(), packages.keySet().toString());
        assertEquals(List.of(), large);
    }

    /** A class that is named in a string escapes the order of layers. */
    @Test
    void noStringNamesAClassOfOurs() throws IOException {
        Pattern name = Pattern.compile("\"io\\.sparkae\\.[a-z.]*[A-Z]");
        List<Path> named = new ArrayList<>();
        for (Path file : sources()) {
            if (name.matcher(Files.readString(file)).find()) {
                named.add(file);
            }
        }
        assertEquals(List.of(), named);
    }

    /** The main sources of all modules, {@code package-info.java} apart. */
    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("data-prep", "pipeline", "jobs", "jobs/benchmark")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static DescribedPredicate<JavaMethodCall> calls(String owner, String methods) {
        return describe(
                owner + "." + methods,
                call -> call.getTargetOwner().getName().equals(owner)
                        && call.getName().matches(methods));
    }
}
