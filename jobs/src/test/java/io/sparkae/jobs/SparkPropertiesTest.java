package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.network.util.JavaUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties files of {@code conf/spark}, read as spark-submit reads them. */
class SparkPropertiesTest {
    private static final Path FOLDER = Path.of("../conf/spark");
    private static final Pattern NATIVE = Pattern.compile("-Dorg\\.bytedeco\\.javacpp\\.maxbytes=(\\w+)");
    private static final long BESIDES_NATIVE_MB = 256;

    @ParameterizedTest
    @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
    void everyKeyIsSparksAndHasAValue(String name) throws Exception {
        Properties properties = read(name);

        assertFalse(properties.isEmpty());
        properties.forEach((key, value) -> {
            assertTrue(key.toString().startsWith("spark."), name + ": " + key);
            assertFalse(value.toString().isBlank(), name + ": " + key);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "kubernetes"})
    void whatNativeCodeMayTakeFitsTheOverhead(String name) throws Exception {
        for (String process : new String[] {"driver", "executor"}) {
            Properties properties = read(name);
            Matcher natives = NATIVE.matcher(properties.getProperty("spark." + process + ".extraJavaOptions"));
            assertTrue(natives.find(), name);
            long overhead = JavaUtils.byteStringAsMb(properties.getProperty("spark." + process + ".memoryOverhead"));
            assertTrue(
                    JavaUtils.byteStringAsMb(natives.group(1)) + BESIDES_NATIVE_MB <= overhead, name + ": " + process);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "yarn", "kubernetes"})
    void trainingKeepsItsExecutors(String name) throws Exception {
        Properties properties = read(name);

        assertEquals("false", properties.getProperty("spark.dynamicAllocation.enabled"));
        assertEquals("1", properties.getProperty("spark.executorEnv.OMP_NUM_THREADS"));
    }

    private static Properties read(String name) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name + ".conf"))) {
            properties.load(reader);
        }
        return properties;
    }
}
