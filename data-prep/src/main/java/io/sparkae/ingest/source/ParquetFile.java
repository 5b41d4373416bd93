package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file with a column {@code features}, a list of numbers or an MLlib vector, and perhaps a column
 * {@code label}.
 *
 * @param content its bytes
 * @param pixels features of a row; 0 if there are no rows
 * @param labelLimit labels are below this
 */
record ParquetFile(FileBytes content, int pixels, int labelLimit) implements ImageFile {
    static final String FEATURES = "features";
    static final String LABEL = "label";
    private static final int COLUMNS_SHOWN = 5;
    private static final int MOST_SHOWN = 120;

    /** Reads the footer, and the first row if the settings do not say how many pixels there are. */
    static ParquetFile open(FileBytes content, SourceSettings settings, Configuration conf) throws IOException {
        int pixels = settings.pixels();
        try (ParquetFileReader reader = reader(content, conf)) {
            requireColumns(reader.getFileMetaData().getSchema(), content.name());
            if (pixels == 0) {
                pixels = ParquetReader.firstCount(reader, content);
            }
            if (pixels == 0 && reader.getRecordCount() > 0) {
                throw new BadInputException(content.name() + ": expected rows with features, found none");
            }
            RowLimit.require(pixels, content.name());
        }
        return new ParquetFile(content, pixels, settings.labelLimit());
    }

    @Override
    public String name() {
        return content.name();
    }

    @Override
    public List<InputPath> inputs() {
        return List.of(content.input());
    }

    @Override
    public int defaultLabel() {
        return FolderLabel.of(content.input(), labelLimit);
    }

    @Override
    public long firstRowNumber() {
        return 1;
    }

    @Override
    public Optional<ImageSize> size() {
        return Optional.empty();
    }

    @Override
    public PixelType pixelType() {
        return PixelType.REAL;
    }

    /** A range a row group. */
    @Override
    public List<Range> ranges(long bytes, Configuration conf) throws IOException {
        List<Range> ranges = new ArrayList<>();
        try (ParquetFileReader reader = reader(content, conf)) {
            for (BlockMetaData group : reader.getRowGroups()) {
                long length = group.getCompressedSize();
                int number = ranges.size();
                ranges.add(new Range(
                        number, number + 1, length, ByteRanges.hosts(content, group.getStartingPos(), length, conf)));
            }
        }
        return ranges;
    }

    @Override
    public RowReader open(Range range, Configuration conf) throws IOException {
        return new ParquetReader(this, (int) range.from(), conf);
    }

    /** Opens a file; pages that have a checksum are checked against it. */
    static ParquetFileReader reader(FileBytes content, Configuration conf) throws IOException {
        try {
            return ParquetFileReader.open(
                    new Content(content, conf),
                    HadoopReadOptions.builder(conf, content.input().path())
                            .usePageChecksumVerification()
                            .build());
        } catch (IOException | RuntimeException e) {
            throw unreadable(content, e);
        }
    }

    /** What to throw when a file cannot be read: bad input if it is damaged, or else what it was. */
    static RuntimeException unreadable(FileBytes content, Exception e) throws IOException {
        if (e instanceof BadInputException bad) {
            return bad;
        }
        // The library throws unchecked exceptions for what it cannot decode, but for its own headers.
        boolean header =
                e.getCause() != null && e.getCause().getClass().getName().contains(".thrift.");
        if (e instanceof IOException io && !header) {
            throw content.unreadable(io);
        }
        return new BadInputException(
                content.name() + ": expected a whole Parquet file, found one that cannot be read ("
                        + shortened(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")) + ")",
                e);
    }

    /** The library's own way to a file goes by text, in which a colon ends a scheme. */
    private record Content(FileBytes file, Configuration conf) implements InputFile {
        @Override
        public long getLength() {
            return file.bytes();
        }

        @Override
        public SeekableInputStream newStream() {
            return HadoopStreams.wrap(file.input().open(conf));
        }

        @Override
        public String toString() {
            return file.name();
        }
    }

    private static void requireColumns(MessageType schema, String file) {
        if (!schema.containsField(FEATURES)) {
            throw new BadInputException(file + ": expected a column " + FEATURES + ", found " + columns(schema));
        }
        if (!FeatureConverter.canRead(schema.getType(FEATURES))) {
            throw new BadInputException(
                    file + ": expected column " + FEATURES + " to be a list of numbers or a vector, found "
                            + shortened(schema.getType(FEATURES).toString()));
        }
        if (schema.containsField(LABEL) && !NumberConverter.canRead(schema.getType(LABEL))) {
            throw new BadInputException(file + ": expected column " + LABEL + " to be a whole number, found "
                    + shortened(schema.getType(LABEL).toString()));
        }
    }

    /** The first few columns; pixels in columns of their own are as many as an image has. */
    private static String columns(MessageType schema) {
        int count = schema.getFieldCount();
        return "["
                + schema.getFields().stream()
                        .limit(COLUMNS_SHOWN)
                        .map(field -> shortened(field.getName()))
                        .collect(Collectors.joining(", "))
                + (count > COLUMNS_SHOWN
                        ? " and " + (count - COLUMNS_SHOWN)
                                + " others]; collect pixels in one column, a list of numbers"
                        : "]");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
    }
}
