package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The content of a file, decompressed while reading. gzip and bzip2 are recognised by their first bytes.
 * Of the formats that Hadoop has codecs for, those are read that work wherever Spark does and that Spark itself writes
 * text in: zlib and Hadoop's block formats of LZ4 and Snappy, which are recognised by file name.
 *
 * @param input the file
 * @param bytes stored length
 * @param packing its compression
 */
record FileBytes(InputPath input, long bytes, Packing packing) implements Serializable {
    private static final int BUFFER = 1 << 16;

    /** Compression of a file. */
    enum Packing {
        NONE,
        GZIP,
        BZIP2,
        /** A Hadoop codec, chosen by file name. */
        CODEC
    }

    /**
     * Detects length and compression of a file.
     *
     * @throws BadInputException if it cannot be read
     */
    static FileBytes of(InputPath input, Configuration conf) throws IOException {
        FileStatus status = input.status(conf)
                .orElseThrow(() -> new BadInputException(input.name() + ": expected a file, found nothing there"));
        if (status.isDirectory()) {
            throw new BadInputException(input.name() + ": expected a file, found a folder");
        }
        requireFile(input, conf);
        if (status.getLen() < 0) {
            throw new BadInputException(
                    input.name() + ": its file system does not report its length; copy the file and use the copy");
        }
        try (InputStream in = input.open(conf)) {
            return new FileBytes(input, status.getLen(), packing(in.readNBytes(3), input.name()));
        } catch (IOException e) {
            throw input.unusable(e);
        }
    }

    /** The name for messages. */
    String name() {
        return input.name();
    }

    boolean isPacked() {
        return packing != Packing.NONE;
    }

    /** Opens the whole content. */
    InputStream open(Configuration conf) throws IOException {
        InputStream raw = input.open(conf);
        try {
            return switch (packing) {
                case NONE -> raw;
                case GZIP -> new GzipCompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
                case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(raw, BUFFER), true);
                case CODEC -> codec(conf).createInputStream(raw);
            };
        } catch (IOException e) {
            raw.close();
            throw unreadable(e);
        } catch (RuntimeException | LinkageError e) { // of a codec whose native library is not there
            raw.close();
            throw unreadable(new IOException(e.getMessage(), e));
        }
    }

    /** Opens the content of a file that is not compressed, from one of its bytes on. */
    InputStream openAt(long offset, Configuration conf) throws IOException {
        FSDataInputStream in = input.open(conf);
        try {
            in.seek(offset);
            return in;
        } catch (IOException e) { // the file is shorter than it was
            in.close();
            throw unreadable(e);
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

    /** Translates a read error: to bad input if the file is damaged or unusable, otherwise the error is rethrown. */
    RuntimeException unreadable(IOException e) throws IOException {
        if (!isPacked() || !(e instanceof EOFException)) {
            var known = input.known(e);
            if (known.isPresent()) {
                return known.get();
            }
        }
        if (!isPacked()) {
            throw e;
        }
        return new BadInputException(
                name() + ": could not be unpacked to its end ("
                        + (e instanceof EOFException ? "it ends too early" : e.getMessage())
                        + "); the compressed file is cut short or damaged",
                e);
    }

    /** Ranges of about {@code size} bytes each; a compressed file is one range. */
    List<Range> ranges(long size, Configuration conf) {
        if (isPacked()) {
            return List.of(new Range(0, Long.MAX_VALUE, bytes, hosts(0, bytes, conf)));
        }
        long ranges = 1 + (bytes - 1) / size;
        List<Range> all = new ArrayList<>();
        for (long i = 0; i < ranges; i++) {
            long from = bytes * i / ranges;
            long to = bytes * (i + 1) / ranges;
            all.add(new Range(from, to, to - from, hosts(from, to - from, conf)));
        }
        return all;
    }

    /** The hosts that hold the first block of a part of a file. */
    List<String> hosts(long from, long length, Configuration conf) {
        FileSystem fs = input.fileSystem(conf);
        Set<String> hosts = new LinkedHashSet<>();
        try {
            BlockLocation[] blocks =
                    fs.getFileBlockLocations(fs.getFileStatus(input.path()), from, Math.max(1, length));
            if (blocks != null && blocks.length > 0) {
                hosts.addAll(Arrays.asList(blocks[0].getHosts()));
            }
        } catch (IOException e) {
            throw input.unusable(e);
        }
        hosts.remove("localhost"); // no information
        return List.copyOf(hosts);
    }

    private CompressionCodec codec(Configuration conf) {
        return new CompressionCodecFactory(conf).getCodec(input.path());
    }

    private static Packing packing(byte[] start, String name) {
        if (start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B) {
            return Packing.GZIP;
        }
        if (start.length >= 3 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h') {
            return Packing.BZIP2;
        }
        boolean zlib = start.length >= 2 && start[0] == 0x78 && ((start[0] << 8) + (start[1] & 0xFF)) % 31 == 0;
        boolean block = start.length >= 1 && start[0] == 0; // the length of a block, 256 kB, its high byte first
        return name.endsWith(".deflate") && zlib || (name.endsWith(".lz4") || name.endsWith(".snappy")) && block
                ? Packing.CODEC
                : Packing.NONE;
    }

    /** Refuses pipes and devices, since files are read more than once. */
    private static void requireFile(InputPath input, Configuration conf) {
        FileSystem fs = input.fileSystem(conf);
        FileSystem raw = fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
        if (raw instanceof RawLocalFileSystem files
                && !Files.isRegularFile(files.pathToFile(input.path()).toPath())) {
            throw new BadInputException(
                    input.name() + ": expected a file, found a pipe or a device; write it to a file first");
        }
    }
}
