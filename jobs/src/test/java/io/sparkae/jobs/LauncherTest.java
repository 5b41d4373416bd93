package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jobs/bin/sparkae} in a checkout that has no more than it looks at, with a script in the place of Java. */
class LauncherTest {
    private static final List<String> SCRIPTS =
            List.of("jobs/bin/sparkae", "jobs/bin/launch.sh", "jobs/benchmark/bin/sparkae-benchmark");
    private static final String JAVA =
            """
            #!/bin/bash
            if [ "$1" = -version ]; then
              echo "Picked up JAVA_TOOL_OPTIONS: ${JAVA_TOOL_OPTIONS:-}" >&2
              echo "openjdk version \\"${STUB_VERSION:-17.0.1}\\" 2021-09-14" >&2
              exit 0
            fi
            case " $* " in
              *' -version '*)
                [ -n "${STUB_FAILURE:-}" ] || exit 0
                echo 'Error occurred during initialization of VM'
                echo "$STUB_FAILURE"
                exit 1
                ;;
            esac
            printf '<%s>\\n' "$@"
            echo "LC_ALL=${LC_ALL:-} SPARK_LOCAL_IP=$SPARK_LOCAL_IP"
            """;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path checkout;

    /**
     * How the launcher ended.
     *
     * @param code exit code
     * @param output of both streams
     */
    private record Ended(int code, String output) {}

    @BeforeEach
    void checkout() throws IOException {
        checkout = folder.resolve("check out");
        for (String each :
                List.of("jobs/bin", "jobs/src/main", "jobs/target/spark/jars", "jobs/benchmark/bin", "conf")) {
            Files.createDirectories(checkout.resolve(each));
        }
        for (String each : List.of("pom.xml", "jobs/pom.xml", "conf/reference.conf")) {
            Files.createFile(checkout.resolve(each));
        }
        Files.writeString(checkout.resolve("jobs/target/java-options"), "-XX:+UseParallelGC\n");
        for (String each : SCRIPTS) {
            Files.copy(Path.of("..", each), checkout.resolve(each));
        }
        built("jobs/target/sparkae.jar", 60);
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    }

    @Test
    void cdpathDoesNotLeadItAstray() throws Exception {
        environment.put("CDPATH", ".:" + checkout);

        Ended ended = sparkae();

        assertEquals(0, ended.code(), ended.output());
        assertTrue(ended.output().contains("<@" + checkout.toRealPath() + "/jobs/target/java-options>"));
    }

    @Test
    void aLinkToItWorksFromAnyFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("-else where"));
        Files.createSymbolicLink(elsewhere.resolve("sparkae"), Path.of("../check out/jobs/bin/sparkae"));

        Ended ended = run(elsewhere, "./sparkae", "a b", "*");

        assertEquals(0, ended.code(), ended.output());
        assertTrue(ended.output().contains("<a b>\n<*>\n"), ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "17-ea", "17.0.1", "17.0.1+12", "17+35-2724"})
    void everyJdk17IsAccepted(String version) throws Exception {
        environment.put("STUB_VERSION", version);

        assertEquals(0, sparkae().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "11.0.2", "16.0.2", "170", "18", "21.0.1", "21-ea"})
    void otherJdksAreRefused(String version) throws Exception {
        environment.put("STUB_VERSION", version);
        environment.put("JAVA_TOOL_OPTIONS", "-Dx=' version \"17.0.1\"'");

        Ended ended = sparkae();

        assertEquals(2, ended.code(), ended.output());
        assertTrue(ended.output().startsWith("sparkae: JDK 17 is needed"), ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"400m", "511m", "4", "4GB", "abc", "-4g", "4 g", "400000k", "99999999999g"})
    void heapsThatDoNotDoAreNamed(String heap) throws Exception {
        environment.put("SPARKAE_HEAP", heap);

        Ended ended = sparkae();

        assertEquals(2, ended.code(), ended.output());
        assertEquals(
                "sparkae: SPARKAE_HEAP: expected a size of 512m or more, such as 4g, found '" + heap + "'\n",
                ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"512m", "0900M", "2g", "1T", "600000k"})
    void otherHeapsAreHandedOn(String heap) throws Exception {
        environment.put("SPARKAE_HEAP", heap);

        Ended ended = sparkae();

        assertEquals(0, ended.code(), ended.output());
        assertTrue(ended.output().contains("<-Xmx" + heap + ">"), ended.output());
    }

    @ParameterizedTest
    @CsvSource({
        "SPARKAE_JAVA_OPTS, -XX:+UseSerialGC",
        "SPARKAE_JAVA_OPTS, -Xss2m -XX:+UseG1GC",
        "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
        "JDK_JAVA_OPTIONS, -XX:+UseG1GC -Xss2m"
    })
    void theUsersCollectorWins(String variable, String options) throws Exception {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(variable, options + " -XX:+PrintFlagsFinal");

        Ended ended = sparkae();

        String chosen = options.replaceAll(".*\\+(\\w+GC).*", "$1");
        assertTrue(ended.output().matches("(?s).*bool " + chosen + " += true .*"), ended.output());
        assertTrue(ended.output().contains("Could not find or load main class"), "Java starts: " + ended.output());
    }

    @Test
    void whatKeepsJavaFromStartingIsOneLine() throws Exception {
        environment.put("STUB_FAILURE", "Could not reserve enough space for object heap");
        environment.put("SPARKAE_JAVA_OPTS", "-Xms900g");

        Ended ended = sparkae();

        assertEquals(2, ended.code(), ended.output());
        assertTrue(
                ended.output()
                        .startsWith("sparkae: Java does not start (Could not reserve enough space for object heap):"
                                + " SPARKAE_HEAP is '4g'; SPARKAE_JAVA_OPTS,"),
                ended.output());
        assertEquals(1, ended.output().lines().count(), ended.output());
    }

    @Test
    void anOptionJavaDoesNotKnowIsOneLine() throws Exception {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx4GB");

        Ended ended = sparkae();

        assertEquals(2, ended.code(), ended.output());
        assertTrue(ended.output().startsWith("sparkae: Java does not start (Invalid maximum heap size"));
        assertEquals(1, ended.output().lines().count(), ended.output());
    }

    @Test
    void optionsAreNotTakenForFiles() throws Exception {
        environment.put("SPARKAE_JAVA_OPTS", "-Dx=/* -Dy=1");

        assertTrue(sparkae().output().contains("<-Dx=/*>\n<-Dy=1>\n"));
    }

    @Test
    void aLocaleWithoutUtf8IsReplaced() throws Exception {
        environment.put("LC_ALL", "C");
        assertTrue(sparkae().output().contains("LC_ALL=C.UTF-8"));

        environment.put("LC_ALL", "");
        assertTrue(sparkae().output().contains("LC_ALL=C.UTF-8"));

        environment.put("LC_ALL", "xx_YY.UTF-8"); // not installed, and so as good as none
        assertTrue(sparkae().output().contains("LC_ALL=C.UTF-8"));

        environment.put("LC_ALL", "");
        environment.put("LANG", "C.UTF-8");
        assertTrue(sparkae().output().contains("LC_ALL= "));
    }

    @Test
    void theUsersAddressStays() throws Exception {
        assertTrue(sparkae().output().contains("SPARK_LOCAL_IP=127.0.0.1"));

        environment.put("SPARK_LOCAL_IP", "::1");
        assertTrue(sparkae().output().contains("SPARK_LOCAL_IP=::1"));
    }

    @Test
    void sourcesThatAreNewerAreNamedWhereNothingCanBeBuilt() throws Exception {
        Path source = Files.createFile(checkout.resolve("jobs/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(120)));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("bash", "env", "readlink", "dirname", "find", "locale", "grep", "head")) {
            Path found = Path.of("/usr/bin", tool);
            assumeTrue(Files.exists(found), found + " is not there");
            Files.createSymbolicLink(bin.resolve(tool), found);
        }
        environment.put("PATH", bin.toString());

        Ended ended = sparkae();

        assertEquals(2, ended.code(), ended.output());
        assertTrue(
                ended.output()
                        .startsWith("sparkae: Maven is needed to build sparkae, and there is no 'mvn' on the PATH"),
                ended.output());
        assertTrue(ended.output().contains("New.java' is newer than"), ended.output());
    }

    @Test
    void aFolderThatCannotBeAClassPathIsNamed() throws Exception {
        Path colon = folder.resolve("a:b");
        Files.move(checkout, colon);

        Ended ended = run(colon, "jobs/bin/sparkae");

        assertEquals(2, ended.code(), ended.output());
        assertTrue(ended.output().contains("has a colon in its name"), ended.output());
        assertFalse(ended.output().contains("<-cp>"), ended.output());
    }

    @Test
    void benchmarksStartFromTheirOwnJar() throws Exception {
        Files.createDirectories(checkout.resolve("jobs/benchmark/src/main"));
        Files.createDirectories(checkout.resolve("jobs/benchmark/target"));
        Files.createFile(checkout.resolve("jobs/benchmark/pom.xml"));
        built("jobs/benchmark/target/sparkae-benchmark.jar", 90);
        Path link = Files.createSymbolicLink(
                folder.resolve("benchmark"), checkout.resolve("jobs/benchmark/bin/sparkae-benchmark"));

        Ended ended = run(folder, link.toString(), "scaling", "--step", "2");

        String root = checkout.toRealPath().toString();
        assertEquals(0, ended.code(), ended.output());
        assertTrue(
                ended.output()
                        .contains(
                                "<-cp>\n<%1$s/jobs/benchmark/target/sparkae-benchmark.jar:%1$s/jobs/target/sparkae.jar:"
                                        .formatted(root)),
                ended.output());
        assertTrue(ended.output().contains(".Benchmarks>\n<scaling>\n<--step>\n<2>\n"), ended.output());
    }

    @Test
    void aBenchmarkJarOlderThanSparkaeIsBuiltAgain() throws Exception {
        Files.createDirectories(checkout.resolve("jobs/benchmark/src/main"));
        Files.createDirectories(checkout.resolve("jobs/benchmark/target"));
        Files.createFile(checkout.resolve("jobs/benchmark/pom.xml"));
        built("jobs/benchmark/target/sparkae-benchmark.jar", 30);
        Path mvn = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(mvn, "#!/bin/bash\necho \"$*\" > " + folder.resolve("built") + "\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));

        Ended ended = run(checkout, "jobs/benchmark/bin/sparkae-benchmark");

        assertEquals(0, ended.code(), ended.output());
        assertEquals("-B -ntp package -DskipTests\n", Files.readString(folder.resolve("built")));
    }

    @Test
    void theArchiveOfClassesIsGivenToTheJavaItWasMadeWith() throws Exception {
        String option = "<-XX:SharedArchiveFile=" + archive(100) + ">";
        assertTrue(sparkae().output().contains(option));

        environment.put("STUB_VERSION", "17.0.2");
        assertFalse(sparkae().output().contains("SharedArchiveFile"), "another Java");
    }

    /** Java 17 crashes on an archive that lacks its end. */
    @ParameterizedTest
    @ValueSource(strings = {"shorter", "longer", "older than the jar", "unfinished"})
    void anArchiveThatIsNotTheOneMadeIsNotUsed(String what) throws Exception {
        Path archive = archive(100);
        switch (what) {
            case "shorter" -> Files.writeString(archive, "x");
            case "longer" -> Files.writeString(archive, "archive.");
            case "unfinished" -> Files.delete(archive.resolveSibling("sparkae.jsa.made"));
            default -> Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
        }

        Ended ended = sparkae();

        assertEquals(0, ended.code(), ended.output());
        assertFalse(ended.output().contains("SharedArchiveFile"), ended.output());
    }

    /** Java 17 crashes where such an option meets an archived class that lies in a jar for one version of Java only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:StartFlightRecording=filename=a.jfr",
                "-XX:+FlightRecorder",
                "-javaagent:a.jar",
                "-agentpath:a.so",
                "@options",
                "-Xshare:off"
            })
    void theArchiveOfClassesStaysAwayFromOptionsThatItDoesNotGoWith(String options) throws Exception {
        archive(100);
        environment.put("JDK_JAVA_OPTIONS", options);

        assertFalse(sparkae().output().contains("SharedArchiveFile"));
    }

    @Test
    void anArchiveOfClassesThatJavaRefusesIsIgnoredWithoutAWord() throws Exception {
        archive(100);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        Process version = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-version")
                .redirectErrorStream(true)
                .start();
        String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(checkout.resolve("jobs/target/sparkae.jsa.made"), "7\n" + said);
        environment.put("SPARKAE_JAVA_OPTS", "-XX:+PrintFlagsFinal");

        Ended ended = sparkae();

        assertTrue(ended.output().matches("(?s).*SharedArchiveFile += .*sparkae\\.jsa.*"), "it was given");
        assertTrue(ended.output().contains("Could not find or load main class"), "Java starts: " + ended.output());
        assertFalse(ended.output().contains("[cds"), ended.output());
    }

    /** A file in the place of an archive, that many seconds younger than the sources, and what the build notes beside it. */
    private Path archive(int seconds) throws IOException {
        Path archive = checkout.toRealPath().resolve("jobs/target/sparkae.jsa");
        Files.writeString(archive, "archive");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(seconds)));
        Files.writeString(
                archive.resolveSibling("sparkae.jsa.made"),
                "7\nPicked up JAVA_TOOL_OPTIONS: \nopenjdk version \"17.0.1\" 2021-09-14\n");
        return archive;
    }

    /** An empty jar that many seconds younger than the sources. */
    private void built(String jar, int seconds) throws IOException {
        Path file = Files.createFile(checkout.resolve(jar));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    private Ended sparkae() throws Exception {
        return run(checkout, "jobs/bin/sparkae");
    }

    private Ended run(Path from, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
        Map<String, String> inherited = builder.environment();
        for (String each : List.of("LC_ALL", "LC_CTYPE", "LANG", "SPARK_LOCAL_IP", "JDK_JAVA_OPTIONS")) {
            inherited.remove(each);
        }
        inherited.putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), output);
    }
}
