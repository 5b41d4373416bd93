package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Formats of image files, recognised by their first bytes. */
enum FileKind {
    CSV {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return CsvFile.open(file, settings, conf);
        }
    },
    IDX {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return IdxFile.open(file, settings, conf);
        }
    },
    PARQUET {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return ParquetFile.open(file, settings, conf);
        }
    };

    /** Bytes needed to recognise a format: the magic number of tar is at offset 257. */
    static final int START_BYTES = 512;

    private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Opens a file and reads its header. */
    abstract ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException;

    /**
     * The format of a file.
     *
     * @param start the first bytes of its content, {@link #START_BYTES} of them if there are
     * @throws BadInputException if it is empty or certainly none of these
     */
    static FileKind of(FileBytes file, byte[] start) {
        if (start.length == 0) {
            throw new BadInputException(file.name() + ": expected CSV, IDX or Parquet, found an empty file");
        }
        if (start.length >= PARQUET_MAGIC.length
                && Arrays.equals(start, 0, PARQUET_MAGIC.length, PARQUET_MAGIC, 0, PARQUET_MAGIC.length)) {
            return PARQUET;
        }
        if (IdxHeader.looksLike(start)) {
            return IDX;
        }
        ForeignFormat.refuse(start, file.name());
        return IdxFile.isIdx(file.input().path().getName()) ? IDX : CSV;
    }

    /** Unsupported formats, recognised by their first bytes, with advice for each. */
    private static final class ForeignFormat {

        private static final String UNPACK = "unpack it, or pack it with gzip instead";
        private static final String EXTRACT = "unpack it and name what is in it";
        private static final String CONVERT = "write the images as CSV, IDX or Parquet";
        private static final String FETCH = "fetch the file itself";

        /**
         * Bytes at the beginning of a format.
         *
         * @param name of the format
         * @param advice what to do
         * @param offset of the bytes
         * @param bytes in Latin-1
         */
        private record Magic(String name, String advice, int offset, String bytes) {
            boolean matches(byte[] start) {
                byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
                int end = offset + wanted.length;
                return start.length >= end && Arrays.equals(start, offset, end, wanted, 0, wanted.length);
            }
        }

        /** Specific formats before the container formats they use. */
        private static final List<Magic> MAGICS = List.of(
                new Magic("zstd", UNPACK, 0, "(\u00B5/\u00FD"),
                new Magic("zstd", UNPACK, 1, "*M\u0018"), // a frame to skip; its first byte is 0x50 to 0x5F
                new Magic("LZ4", UNPACK, 0, "\u0004\"M\u0018"),
                new Magic("LZ4", UNPACK, 0, "\u0002!L\u0018"),
                new Magic("xz", UNPACK, 0, "\u00FD7zXZ\0"),
                new Magic("lzma", UNPACK, 0, "]\0\0"),
                new Magic("lzip", UNPACK, 0, "LZIP"),
                new Magic("lzop", UNPACK, 0, "\u0089LZO\0"),
                new Magic("Snappy", UNPACK, 0, "\u00FF\u0006\0\0sNaPpY"),
                new Magic("compress", UNPACK, 0, "\u001F\u009D"),
                new Magic("gzip twice", UNPACK, 0, "\u001F\u008B"),
                new Magic("a 7z archive", EXTRACT, 0, "7z\u00BC\u00AF'\u001C"),
                new Magic("a rar archive", EXTRACT, 0, "Rar!\u001A\u0007"),
                new Magic("a tar archive", EXTRACT, 257, "ustar"),
                new Magic("an Excel workbook", "save it as CSV", 30, "[Content_Types].xml"),
                new Magic("a zip archive", EXTRACT, 0, "PK\u0003\u0004"),
                new Magic("an empty zip archive", EXTRACT, 0, "PK\u0005\u0006"),
                new Magic("a NumPy array (npy)", CONVERT, 0, "\u0093NUMPY"),
                new Magic("an HDF5 file", CONVERT, 0, "\u0089HDF\r\n"),
                new Magic("a MATLAB file", CONVERT, 0, "MATLAB 5.0 MAT-file"),
                new Magic("an ORC file", CONVERT, 0, "ORC"),
                new Magic("an Avro file", CONVERT, 0, "Obj\u0001"),
                new Magic("an Arrow file", CONVERT, 0, "ARROW1"),
                new Magic("a Feather file", CONVERT, 0, "FEA1"),
                new Magic("an SQLite database", CONVERT, 0, "SQLite format 3\0"),
                new Magic("a single PNG picture", CONVERT, 0, "\u0089PNG"),
                new Magic("a single JPEG picture", CONVERT, 0, "\u00FF\u00D8\u00FF"),
                new Magic("a single GIF picture", CONVERT, 0, "GIF8"),
                new Magic("a PDF", CONVERT, 0, "%PDF-"),
                new Magic("a pointer to a file in Git LFS", FETCH, 0, "version https://git-lfs."));

        /** Text formats, by their first lines. */
        private enum Text {
            ARFF("an ARFF file", CONVERT, "(?is)(%[^\n]*\n|\\s)*@relation\\b.*"),
            LIBSVM(
                    "a libsvm file (label index:value …)",
                    CONVERT,
                    "(?s)[+-]?[0-9.]+( +[0-9]+:[-+0-9.eE]+)+ *\r?(\n.*)?"),
            HTML("a web page", FETCH, "(?is)\\s*<(!doctype html|html)\\b.*"),
            XML("an XML file", CONVERT, "(?s)\\s*<\\?xml .*"),
            JSON("a JSON file", CONVERT, "(?s)\\s*(\\{\\s*\"|\\[\\s*[\\[{]).*");

            private final String name;
            private final String advice;
            private final Pattern start;

            Text(String name, String advice, String start) {
                this.name = name;
                this.advice = advice;
                this.start = Pattern.compile(start);
            }
        }

        private ForeignFormat() {}

        /**
         * Refuses files in one of these formats.
         *
         * @param start the first bytes of the content, {@link FileKind#START_BYTES} of them if there are
         * @param file for messages
         * @throws BadInputException saying which format it is
         */
        static void refuse(byte[] start, String file) {
            if (start.length >= 2 && (start[0] == -1 && start[1] == -2 || start[0] == -2 && start[1] == -1)) {
                throw new BadInputException(file + ": expected text in UTF-8, found UTF-16; save it as CSV in UTF-8");
            }
            if (isNpz(start)) {
                throw refused(file, "NumPy arrays (npz)", CONVERT);
            }
            if (isPickle(start)) {
                throw refused(file, "a Python pickle", CONVERT);
            }
            for (Magic magic : MAGICS) {
                if (magic.matches(start)) {
                    throw refused(
                            file,
                            magic.advice().equals(UNPACK) ? "one packed by " + magic.name() : magic.name(),
                            magic.advice());
                }
            }
            String text = new String(start, StandardCharsets.ISO_8859_1);
            for (Text format : Text.values()) {
                if (format.start.matcher(text).matches()) {
                    throw refused(file, format.name, format.advice);
                }
            }
        }

        private static BadInputException refused(String file, String found, String advice) {
            return new BadInputException(file + ": expected CSV, IDX or Parquet, found " + found + "; " + advice);
        }

        /** A zip archive whose first entry is a NumPy array. */
        private static boolean isNpz(byte[] start) {
            if (start.length < 30 || start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
                return false;
            }
            int length = (start[26] & 0xFF) + ((start[27] & 0xFF) << 8);
            String entry = new String(start, 30, Math.min(length, start.length - 30), StandardCharsets.ISO_8859_1);
            return entry.endsWith(".npy");
        }

        /** Protocol 2 and later: the mark, the version, and an opcode. */
        private static boolean isPickle(byte[] start) {
            return start.length >= 3 && (start[0] & 0xFF) == 0x80 && start[1] >= 2 && start[1] <= 5;
        }
    }
}
