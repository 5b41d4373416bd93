package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class MappedValuesIT {
    private static final int WIDTH = 7;
    private static final int ROWS = 20_000;

    @BeforeEach
    void beginWithASession(SparkSession session) {
        assertTrue(session.sparkContext().isLocal());
    }

    private static RowValues bytes() {
        byte[] indices = new byte[ROWS * WIDTH];
        new SplittableRandom(1).nextBytes(indices);
        float[] dictionary = new float[256];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = i / 255f;
        }
        return RowValues.of(indices, dictionary);
    }

    private static RowValues numbers() {
        return RowValues.of(bytes().toFloats());
    }

    @Test
    void valuesAreTheSameInAFile() throws IOException {
        assertSame(bytes(), MappedValues.of(bytes()));
        assertSame(numbers(), MappedValues.of(numbers()));
    }

    @Test
    void anotherProcessGetsAFileOfItsOwn() throws Exception {
        assertSame(bytes(), sent(MappedValues.of(bytes())));
        assertSame(numbers(), sent(MappedValues.of(numbers())));
    }

    @Test
    void noFileIsLeft() throws IOException {
        MappedValues.of(bytes());
        try (var files = Files.list(Path.of(SparkFiles.getRootDirectory()))) {
            assertEquals(
                    0,
                    files.filter(file -> file.getFileName().toString().startsWith("rows-"))
                            .count());
        }
    }

    private static RowValues sent(RowValues values) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(values);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RowValues) in.readObject();
        }
    }

    private static void assertSame(RowValues expected, RowValues mapped) {
        assertEquals(MappedValues.class, mapped.getClass());
        assertEquals(expected.length(), mapped.length());
        assertEquals(expected.bytesOfAValue(), mapped.bytesOfAValue());
        assertArrayEquals(expected.toFloats(), mapped.toFloats());
        assertArrayEquals(
                expected.range(11, 1000).toFloats(), mapped.range(11, 1000).toFloats());
        assertArrayEquals(
                expected.select(WIDTH, 19_999, 0, 0, 7).toFloats(),
                mapped.select(WIDTH, 19_999, 0, 0, 7).toFloats());
        float[] copied = new float[20];
        mapped.copy(ROWS, copied, 5, 10);
        float[] wanted = new float[20];
        expected.copy(ROWS, wanted, 5, 10);
        assertArrayEquals(wanted, copied);
    }
}
