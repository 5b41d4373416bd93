package io.sparkae.ingest.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** IDX files, valid or with injected faults. */
final class IdxFixture {
    static final int IMAGES = 0x0803;
    static final int LABELS = 0x0801;

    private IdxFixture() {}

    /** A file with the given header values and content. */
    static byte[] file(int magic, int[] sizes, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + sizes.length) + content.length);
        bytes.putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        return bytes.put(content).array();
    }

    /** Images whose pixels count up from 0, over all of them. */
    static byte[] images(int count, int height, int width) {
        return file(IMAGES, new int[] {count, height, width}, countingUp(count * height * width));
    }

    /** Labels 0, 1, … 9, 0, 1, …. */
    static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        return file(LABELS, new int[] {count}, labels);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Writes a file, gzipped if its name ends in .gz. */
    static Path write(Path file, byte[] bytes) throws IOException {
        return Files.write(file, file.toString().endsWith(".gz") ? gzip(bytes) : bytes);
    }

    private static byte[] countingUp(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
