package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.jobs.startup.SerialFilter;
import io.sparkae.settings.Settings;
import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.BadAttributeValueExpException;
import javax.naming.CompositeName;
import org.apache.commons.collections.functors.ConstantTransformer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command's process refuses to deserialise what attacks are made of, and Spark does not notice. */
@ExtendWith(SharedSpark.class)
class SerialFilterIT {
    @BeforeAll
    static void aCommandInstallsIt() {
        Main.commandLine();
    }

    @Test
    void classesThatAttacksAreMadeOfAreRefused() throws Exception {
        for (Object object : List.of(
                new URL("http://localhost/"),
                new BadAttributeValueExpException("value"),
                new CompositeName("name"),
                ConstantTransformer.getInstance("value"))) {
            byte[] bytes = serialised(new HashMap<>(Map.of("inside", object)));

            InvalidClassException refused =
                    assertThrows(InvalidClassException.class, () -> deserialised(bytes), object.getClass()::getName);

            assertTrue(refused.getMessage().contains("REJECTED"), refused.getMessage());
        }
        assertEquals(Map.of("a", List.of(1)), deserialised(serialised(new HashMap<>(Map.of("a", List.of(1))))));
    }

    @Test
    void sparkRunsClosuresShufflesAndFailsTasksAsEver(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int addend = 3;
        JavaRDD<Integer> numbers =
                context.parallelize(IntStream.range(0, 100).boxed().toList(), 4).map(i -> i + addend);

        assertEquals(5250, numbers.reduce(Integer::sum));
        assertEquals(10, numbers.groupBy(i -> i % 10).count());
        assertEquals(
                100L, spark.range(100).selectExpr("id * 2 AS twice").distinct().count());
        byte[] attack = serialised(new ArrayList<>(List.of(new BadAttributeValueExpException("value"))));
        SparkException failed = assertThrows(SparkException.class, () -> numbers.map(i -> deserialised(attack))
                .count());
        assertTrue(failed.getMessage().contains("REJECTED"), failed.getMessage());
    }

    @Test
    void executorsGetItUnlessTheyHaveOne() {
        String options = "spark.executor.extraJavaOptions";
        Settings defaults = Settings.load(List.of(), List.of());

        String added = Session.conf(new SparkConf(false), defaults).get(options);
        SparkConf own = new SparkConf(false).set(options, "-Djdk.serialFilter=maxdepth=20");

        assertTrue(added.contains(" -Djdk.serialFilter=!org.apache.commons.collections.functors.**;!"), added);
        assertFalse(added.matches(".*[$'\"\\\\`].*"), "no character that a shell might take: " + added);
        assertEquals("-Djdk.serialFilter=maxdepth=20", SerialFilter.addTo(own).get(options));
    }

    private static byte[] serialised(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static Object deserialised(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
