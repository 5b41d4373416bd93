package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
    @Test
    void aFullHeapIsOneLineThatSaysWhatToRaise() {
        String line = handled(new SparkException("Job aborted", new OutOfMemoryError("Java heap space")), 1);

        assertTrue(line.startsWith("sparkae: out of memory: the heap of "), line);
        assertTrue(line.contains("SPARKAE_HEAP"), line);
        assertEquals(1, line.strip().lines().count());
    }

    @Test
    void anErrorThatSparkPassesOnAsTextCounts() {
        String line = handled(
                new SparkException(
                        "Job aborted due to stage failure: java.lang.OutOfMemoryError: Java heap space\n\tat"),
                1);

        assertTrue(line.startsWith("sparkae: out of memory: the heap of "), line);
        assertEquals(1, line.strip().lines().count());
    }

    @Test
    void nativeMemoryNamesItsBound() {
        String line = handled(new RuntimeException(new OutOfMemoryError("Cannot allocate new FloatPointer(9)")), 1);

        assertTrue(line.contains("org.bytedeco.javacpp.maxbytes"), line);
    }

    @Test
    void otherFailuresAreNotAboutMemory() {
        assertTrue(Failures.outOfMemory(new IllegalStateException("else")).isEmpty());
    }

    private static String handled(Exception failure, int code) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Main()).setErr(new PrintWriter(err, true));
        assertEquals(code, new Failures().handleExecutionException(failure, command, null));
        return err.toString();
    }
}
