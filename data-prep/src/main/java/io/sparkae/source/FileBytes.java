package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The content of a file, unpacked on the way. gzip and bzip2 are told from the first bytes, whatever the file is called;
 * anything else that Hadoop can unpack, from the name.
 *
 * @param name the path or URI
 * @param bytes the file's length as it is stored
 * @param packing how it is compressed
 */
record FileBytes(String name, long bytes, Packing packing) implements Serializable {
    private static final int BUFFER = 1 << 16;

    /** How a file is compressed. */
    enum Packing {
        NONE,
        GZIP,
        BZIP2,
        /** By a codec of Hadoop's that goes by the file's name. */
        CODEC
    }

    /** Looks at a file. */
    static FileBytes of(Path path, String name, Configuration conf) throws IOException {
        FileSystem fs = path.getFileSystem(conf);
        long bytes = fs.getFileStatus(path).getLen();
        byte[] start;
        try (InputStream in = fs.open(path)) {
            start = in.readNBytes(3);
        }
        return new FileBytes(name, bytes, packing(start, path, conf));
    }

    boolean isPacked() {
        return packing != Packing.NONE;
    }

    /** Opens the whole content. */
    InputStream open(Configuration conf) throws IOException {
        Path path = new Path(name);
        InputStream raw = path.getFileSystem(conf).open(path);
        try {
            return switch (packing) {
                case NONE -> raw;
                case GZIP -> new GzipCompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
                case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
                case CODEC -> new CompressionCodecFactory(conf).getCodec(path).createInputStream(raw);
            };
        } catch (IOException e) {
            raw.close();
            throw unreadable(e);
        }
    }

    /** Opens the content of a file that is not compressed, from one of its bytes on. */
    InputStream openAt(long offset, Configuration conf) throws IOException {
        Path path = new Path(name);
        FSDataInputStream in = path.getFileSystem(conf).open(path);
        try {
            in.seek(offset);
            return in;
        } catch (IOException e) { // the file is shorter than it was
            in.close();
            throw e;
        }
    }

    /** The first bytes of the content, fewer if it has no more. */
    byte[] start(int most, Configuration conf) throws IOException {
        try (InputStream in = open(conf)) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What to throw when the content cannot be read on: bad input if it is compressed, or else what it was. */
    RuntimeException unreadable(IOException e) throws IOException {
        if (!isPacked()) {
            throw e;
        }
        return new BadInputException(
                name + ": could not be unpacked to its end ("
                        + (e instanceof EOFException ? "it ends too early" : e.getMessage())
                        + "); the compressed file is cut short or damaged",
                e);
    }

    private static Packing packing(byte[] start, Path path, Configuration conf) {
        if (start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B) {
            return Packing.GZIP;
        }
        if (start.length >= 3 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h') {
            return Packing.BZIP2;
        }
        CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(path);
        String byName = codec == null ? "" : codec.getDefaultExtension();
        return byName.isEmpty() || byName.equals(".gz") || byName.equals(".bz2") ? Packing.NONE : Packing.CODEC;
    }
}
