package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    private static final int WIDTH = 7;
    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

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
        return RowValues.of(bytes().range(3, ROWS).toFloats());
    }

    @Test
    void valuesAreTheSameInAFile() throws IOException {
        try (RowFile file = new RowFile(folder)) {
            RowValues first = file.append(bytes());
            RowValues second = file.append(numbers());
            RowValues third = file.append(bytes());

            assertSame(bytes(), first);
            assertSame(numbers(), second);
            assertSame(bytes(), third);
        }
    }

    @Test
    void noFileIsLeft() throws IOException {
        try (RowFile file = new RowFile(folder)) {
            file.append(bytes());
            try (var files = Files.list(folder)) {
                assertEquals(0, files.count());
            }
        }
    }

    @Test
    void aClosedFileAndAnotherProcessAreErrors() throws IOException {
        RowFile file = new RowFile(folder);
        RowValues stored = file.append(bytes());
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThrows(NotSerializableException.class, () -> out.writeObject(stored));
        }
        file.close();
        assertThrows(UncheckedIOException.class, stored::toFloats);
    }

    private static void assertSame(RowValues expected, RowValues stored) {
        assertEquals(expected.length(), stored.length());
        assertEquals(expected.bytesOfAValue(), stored.bytesOfAValue());
        assertArrayEquals(expected.toFloats(), stored.toFloats());
        assertArrayEquals(
                expected.range(11, 1000).toFloats(), stored.range(11, 1000).toFloats());
        assertArrayEquals(
                expected.select(WIDTH, 2000, 0, 0, 7).toFloats(),
                stored.select(WIDTH, 2000, 0, 0, 7).toFloats());
        float[] copied = new float[20];
        stored.copy(ROWS - 20, copied, 5, 10);
        float[] wanted = new float[20];
        expected.copy(ROWS - 20, wanted, 5, 10);
        assertArrayEquals(wanted, copied);
    }
}
