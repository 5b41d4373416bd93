package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sparkae.jar} carries: the code that the documentation names, its licences, its bill of materials. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackedJarIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path JAR = TARGET.resolve("sparkae.jar");
    private static final String LICENCES = "META-INF/licenses/";
    private static final Pattern ARTIFACT =
            Pattern.compile("^ +([\\w.-]+):([\\w.-]+):jar:(?:([\\w-]+):)?([\\w.-]+):\\w+");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `([\\w./]+)` \\|");
    private static final long PATIENCE_SECONDS = 300;

    private JarFile jar;

    @BeforeAll
    void open() throws IOException {
        jar = new JarFile(JAR.toFile());
    }

    @AfterAll
    void close() throws IOException {
        jar.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com/google/",
                "com/jakewharton/",
                "com/sun/jna/",
                "io/sparkae/benchmark/",
                "it/unimi/",
                "javax/",
                "onnx/",
                "org/apache/commons/",
                "org/knowm/",
                "org/nd4j/ir/",
                "org/nd4j/shade/codehaus/",
                "org/nd4j/shade/guava/io/",
                "org/nd4j/shade/jackson/datatype/",
                "org/nd4j/shade/jackson/dataformat/xml/",
                "org/nd4j/shade/protobuf/",
                "org/nd4j/shade/wstx/",
                "org/nd4j/shade/yaml/",
                "org/tensorflow/",
                "org/threeten/",
                "oshi/",
                "tensorflow/"
            })
    void whatNobodyReachesIsLeftOut(String folder) {
        assertEquals(
                List.of(),
                jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(folder))
                        .limit(3)
                        .toList());
    }

    @Test
    void itHasTheCodeThatTheDocumentationNames() throws IOException {
        Set<String> documented = documentedRoots();
        Set<String> found = new TreeSet<>();
        List<String> others = new ArrayList<>();
        jar.stream().map(entry -> entry.getName()).filter(PackedJarIT::isCode).forEach(name -> documented.stream()
                .filter(root -> name.startsWith(root + "/"))
                .max((a, b) -> a.length() - b.length())
                .ifPresentOrElse(found::add, () -> others.add(name)));

        assertEquals(List.of(), others.stream().limit(5).toList(), "not in docs/operations.md");
        assertEquals(documented, found);
    }

    @Test
    void theBillOfMaterialsListsWhatIsPacked() throws IOException {
        Path file = TARGET.resolve("sparkae-sbom.json");
        assumeTrue(Files.exists(file), "no sparkae-sbom.json: Maven's plugin makes none with -o (offline)");
        JsonNode bill = new ObjectMapper().readTree(file.toFile());

        Set<String> listed = StreamSupport.stream(bill.get("components").spliterator(), false)
                .map(component -> component.get("purl").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> packed = new TreeSet<>();
        for (Matcher artifact : artifacts()) {
            String classifier = artifact.group(3) == null ? "" : "classifier=" + artifact.group(3) + "&";
            packed.add("pkg:maven/" + artifact.group(1) + "/" + artifact.group(2) + "@" + artifact.group(4) + "?"
                    + classifier + "type=jar");
        }
        assertEquals("CycloneDX", bill.get("bomFormat").asText());
        assertTrue(packed.size() > 20, packed.toString());
        assertEquals(packed, listed);
    }

    @Test
    void everyPackedArtifactHasItsLicence() throws IOException {
        Set<String> licensed = new TreeSet<>();
        for (String line : text(LICENCES + "index.txt").lines().toList()) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" \\| ");
                assertEquals(3, parts.length, line);
                licensed.add(parts[0]);
                for (String file : parts[2].split(" ")) {
                    assertTrue(
                            text(file.equals("LICENSE") ? "META-INF/LICENSE" : LICENCES + file)
                                            .length()
                                    > 500,
                            file);
                }
            }
        }

        Set<String> packed = new TreeSet<>();
        for (Matcher artifact : artifacts()) {
            packed.add(artifact.group(1) + ":" + artifact.group(2));
        }
        assertEquals(packed, licensed);
    }

    @Test
    void licenceAndNoticesAreWhereTheyAreLookedFor() throws IOException {
        assertEquals(Files.readString(Path.of("../docs/LICENSE")), text("META-INF/LICENSE"));
        assertTrue(text("META-INF/NOTICE").startsWith("sparkae"), text("META-INF/NOTICE"));
        assertTrue(text("META-INF/NOTICE").contains("Apache Lucene\nCopyright"), text("META-INF/NOTICE"));
        assertTrue(text("META-INF/NOTICE").contains("Jackson JSON processor"), text("META-INF/NOTICE"));
        assertEquals(
                1,
                jar.stream()
                        .filter(entry -> entry.getName().matches("META-INF/NOTICE.*"))
                        .count());
    }

    /**
     * Deeplearning4j does all it can be asked to: its layers, its training on Spark; graphs are searched, and the model is
     * exported, too.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.master=dl4j model.hidden=[32] knn.method=hnsw",
                "model.family=conv-vae model.hidden=[16] model.code=2 model.convolution.filters=[4,8] "
                        + "model.convolution.strides=[2,2] training.updater=rmsprop"
            })
    void runsEveryStageAlone(String settings, @TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        List<String> command = new ArrayList<>(List.of("run", "--run-dir", run.toString()));
        List<String> pairs = new ArrayList<>(Arrays.asList(settings.split(" ")));
        pairs.addAll(List.of(
                "generate.train-rows=120", "generate.test-rows=40", "training.epochs=1", "spark.master=local[2]"));
        pairs.forEach(pair -> command.addAll(List.of("-s", pair)));

        execute(folder, command);
        Path model = folder.resolve("model.onnx");
        execute(folder, List.of("export", "--model", run.toString(), "--output", model.toString()));

        assertTrue(Files.size(run.resolve("report/index.html")) > 0);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
            assertEquals(Set.of("pixels"), session.getInputNames());
        }
    }

    private static void execute(Path folder, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + TARGET.resolve("java-options"),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JAR + ":" + TARGET.resolve("spark/jars") + "/*",
                "io.sparkae.jobs.Main"));
        command.addAll(arguments);
        Path output = folder.resolve("out.txt");

        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals(0, process.exitValue(), Files.readString(output));
    }

    private static boolean isCode(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.startsWith("io/sparkae/");
    }

    /** Folders in the first column of the table of the section "What the jar carries". */
    private static Set<String> documentedRoots() throws IOException {
        Set<String> roots = new TreeSet<>();
        String section = Files.readString(Path.of("../docs/operations.md")).split("\n## What the jar carries\n")[1];
        for (String line : section.split("\n## ")[0].lines().toList()) {
            Matcher row = DOCUMENTED.matcher(line);
            if (row.find()) {
                roots.add(row.group(1));
            }
        }
        return roots;
    }

    /** GROUP, ARTIFACT, perhaps a classifier, and version of everything that the jar was put together from. */
    private static List<Matcher> artifacts() throws IOException {
        return Files.readString(TARGET.resolve("packed-artifacts.txt"))
                .lines()
                .map(ARTIFACT::matcher)
                .filter(Matcher::find)
                .toList();
    }

    private String text(String name) throws IOException {
        assertNotNull(jar.getEntry(name), name);
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
