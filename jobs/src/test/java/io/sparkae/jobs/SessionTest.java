package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Settings DEFAULTS = Settings.load(List.of(), List.of());

    @Test
    void localModeListensOnThisMachineOnly() {
        SparkConf conf = Session.conf(new SparkConf(false), DEFAULTS);

        assertEquals("local[*]", conf.get("spark.master"));
        assertEquals("localhost", conf.get("spark.driver.host"));
        assertEquals("127.0.0.1", conf.get("spark.driver.bindAddress"));
    }

    @Test
    void aFullHeapFailsATaskAndNotTheProcessInLocalMode() {
        String depth = "spark.executor.killOnFatalError.depth";

        assertEquals("0", Session.conf(new SparkConf(false), DEFAULTS).get(depth));
        assertFalse(Session.conf(new SparkConf(false).set("spark.master", "yarn"), DEFAULTS)
                .contains(depth));
    }

    @Test
    void aClustersExecutorsAreNotSentToLocalhost() {
        for (String master : List.of("spark://host:7077", "yarn", "k8s://https://host:6443")) {
            SparkConf conf = Session.conf(new SparkConf(false).set("spark.master", master), DEFAULTS);

            assertFalse(conf.contains("spark.driver.host"), master);
            assertFalse(conf.contains("spark.driver.bindAddress"), master);
            assertEquals("1", conf.get("spark.executorEnv.OMP_NUM_THREADS"), master);
        }
    }

    @Test
    void namesThatNoFileCanHaveAreRefused() {
        Session.requireNames(DEFAULTS);
        Session.requireNames(Settings.load(List.of(), List.of("data.train=\"hdfs://host/a\uFFFDb.csv\"")));
        Settings lost = Settings.load(List.of(), List.of("data.test=a\uFFFDb.csv"));

        String message = assertThrows(SettingsException.class, () -> Session.requireNames(lost))
                .getMessage();

        assertTrue(message.startsWith("data.test: 'a?b.csv' has "), message);
    }

    @Test
    void whatSparkSubmitHasSetStays() {
        SparkConf submitted = new SparkConf(false)
                .set("spark.master", "yarn")
                .set("spark.driver.host", "edge-node")
                .set("spark.executor.memoryOverhead", "2g");

        SparkConf conf = Session.conf(submitted, DEFAULTS);

        assertEquals("edge-node", conf.get("spark.driver.host"));
        assertEquals("2g", conf.get("spark.executor.memoryOverhead"));
    }

    @Test
    void nativeArraysMayTakeThreeQuartersOfTheRoomOutsideTheHeap() {
        assertEquals(
                "-Dorg.bytedeco.javacpp.maxbytes=768m -Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                options(new SparkConf(false)));
        assertEquals(
                "-Dorg.bytedeco.javacpp.maxbytes=3072m -Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                options(new SparkConf(false).set("spark.executor.memoryOverhead", "4g")));
        assertEquals(
                "-Xss2m -Dorg.bytedeco.javacpp.maxbytes=1g -Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                options(new SparkConf(false)
                        .set("spark.executor.extraJavaOptions", "-Xss2m -Dorg.bytedeco.javacpp.maxbytes=1g")));
    }

    @Test
    void sparkHidesSecretsOnItsPages() {
        SparkConf conf = Session.conf(new SparkConf(false), DEFAULTS);
        Pattern hidden = Pattern.compile(conf.get("spark.redaction.regex"));

        for (String text : List.of(
                "spark.hadoop.fs.s3a.secret.key",
                "spark.hadoop.fs.s3a.access.key",
                "spark.hadoop.fs.s3a.session.token",
                "javax.net.ssl.keyStorePassword",
                "fs.gs.credentials",
                "io.sparkae.jobs.Main run -s data.train=s3a://me:hush@b/x")) {
            assertTrue(hidden.matcher(text).find(), text);
        }
        assertFalse(hidden.matcher("spark.executor.memory").find());
        assertEquals(
                "Location s3a://***@b/x",
                Pattern.compile(conf.get("spark.redaction.string.regex"))
                        .matcher("Location s3a://me:hush@b/x")
                        .replaceAll("***"));
    }

    private static String options(SparkConf submitted) {
        return Session.conf(submitted, DEFAULTS)
                .get("spark.executor.extraJavaOptions")
                .replaceFirst(" -Djdk.serialFilter=\\S+", "");
    }
}
