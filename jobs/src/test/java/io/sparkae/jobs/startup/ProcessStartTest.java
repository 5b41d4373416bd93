package io.sparkae.jobs.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.platform.NativeChecks;
import io.sparkae.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What a process is started with. */
class ProcessStartTest {
    private static final String BIND = "spark.driver.bindAddress";

    @Test
    void onAMachineWithIpv6AloneItsLoopbackIsTaken() {
        SparkConf conf = new SparkConf(false).set(BIND, "127.0.0.1");

        Loopback.choose(conf, Set.of("::1")::contains);

        assertEquals("::1", conf.get(BIND));
    }

    @Test
    void anAddressTheMachineLacksIsNamed() {
        SparkConf conf = new SparkConf(false).set(BIND, "10.1.2.3");

        String message = assertThrows(
                        SettingsException.class, () -> Loopback.choose(conf, Set.of("127.0.0.1", "::1")::contains))
                .getMessage();

        assertTrue(message.startsWith(BIND + ": expected an address of this machine, found 10.1.2.3;"), message);
        assertTrue(message.contains("SPARK_LOCAL_IP"), message);
    }

    @Test
    void theUsualAddressStays() {
        SparkConf conf = new SparkConf(false).set(BIND, "127.0.0.1");

        Loopback.choose(conf);

        assertEquals("127.0.0.1", conf.get(BIND));
    }

    @Test
    void aHeapThatSparkDoesNotStartWithIsNamedForBothLaunchers() {
        String small = Preflight.heapProblem(380108800).orElseThrow();

        assertTrue(small.startsWith("the Java heap has 362 MB, expected 450 or more"), small);
        assertTrue(small.contains("SPARKAE_HEAP") && small.contains("--driver-memory"), small);
        assertEquals(Optional.empty(), Preflight.heapProblem(471859200));
    }

    @Test
    void lettersLostToTheLocaleAreToldFromOthers() {
        assertEquals(Optional.empty(), FileNames.problem(List.of("a/Übung.csv"), StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), FileNames.problem(List.of("a/b.csv"), StandardCharsets.US_ASCII));
        assertEquals(
                "'a/??bung.csv' has letters that the locale of this process (US-ASCII) cannot encode:"
                        + " set LC_ALL=C.UTF-8 in its environment",
                FileNames.problem(List.of("a", "a/\uFFFD\uFFFDbung.csv"), StandardCharsets.US_ASCII)
                        .orElseThrow());
        assertTrue(FileNames.problem(List.of("Übung"), StandardCharsets.US_ASCII)
                .orElseThrow()
                .contains("LC_ALL=C.UTF-8"));
        assertTrue(FileNames.problem(List.of("\uFFFDbung"), StandardCharsets.UTF_8)
                .orElseThrow()
                .contains("not UTF-8"));
    }

    @Test
    void aUserWithoutANameIsCalledByTheNumber() {
        assertEquals("uid54321", LoginUser.name(Map.of(), 54321));
        assertEquals("etl", LoginUser.name(Map.of("HADOOP_USER_NAME", "etl", "SPARK_USER", "spark"), 54321));
        assertEquals("spark", LoginUser.name(Map.of("SPARK_USER", "spark"), 54321));
    }

    @Test
    void adviceOnNativeLibrariesGoesByTheCause() {
        String noexec = NativeChecks.message(
                "java.lang.UnsatisfiedLinkError: /x/libjnijavacpp.so: failed to map segment from shared object");
        String platform = NativeChecks.message("java.lang.UnsatisfiedLinkError: no jnind4jcpu in java.library.path");

        assertTrue(noexec.contains("-Dorg.bytedeco.javacpp.cachedir=DIR"), noexec);
        assertTrue(platform.contains("-Djavacpp.platform="), platform);
    }
}
