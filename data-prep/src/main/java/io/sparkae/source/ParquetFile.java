package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
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

    /** Reads the footer, and the first row if the settings do not say how many pixels there are. */
    static ParquetFile open(FileBytes content, SourceSettings settings, Configuration conf) throws IOException {
        int pixels = settings.pixels();
        try (ParquetFileReader reader = reader(content.name(), conf)) {
            requireColumns(reader.getFileMetaData().getSchema(), content.name());
            if (pixels == 0) {
                pixels = ParquetReader.firstCount(reader, content.name());
            }
            if (pixels == 0 && reader.getRecordCount() > 0) {
                throw new BadInputException(content.name() + ": expected rows with features, found none");
            }
        }
        return new ParquetFile(content, pixels, settings.labelLimit());
    }

    @Override
    public String name() {
        return content.name();
    }

    @Override
    public List<String> paths() {
        return List.of(content.name());
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
        try (ParquetFileReader reader = reader(content.name(), conf)) {
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
    static ParquetFileReader reader(String name, Configuration conf) throws IOException {
        try {
            Path path = new Path(name);
            return ParquetFileReader.open(
                    HadoopInputFile.fromPath(path, conf),
                    HadoopReadOptions.builder(conf, path)
                            .usePageChecksumVerification()
                            .build());
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
        }
    }

    /** What to throw when a file cannot be read: bad input if it is damaged, or else what it was. */
    static RuntimeException unreadable(String name, Exception e) throws IOException {
        // The library throws unchecked exceptions for what it cannot decode, but for its own headers.
        boolean header =
                e.getCause() != null && e.getCause().getClass().getName().contains(".thrift.");
        if (e instanceof IOException io && !header) {
            throw io;
        }
        return new BadInputException(
                name + ": expected a whole Parquet file, found one that cannot be read ("
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")",
                e);
    }

    private static void requireColumns(MessageType schema, String file) {
        if (!schema.containsField(FEATURES)) {
            throw new BadInputException(file + ": expected a column " + FEATURES + ", found "
                    + schema.getFields().stream().map(f -> f.getName()).toList());
        }
        if (!FeatureConverter.canRead(schema.getType(FEATURES))) {
            throw new BadInputException(
                    file + ": expected column " + FEATURES + " to be a list of numbers or a vector, found "
                            + schema.getType(FEATURES).toString().replaceAll("\\s+", " "));
        }
        if (schema.containsField(LABEL) && !NumberConverter.canRead(schema.getType(LABEL))) {
            throw new BadInputException(file + ": expected column " + LABEL + " to be a whole number, found "
                    + schema.getType(LABEL).toString().replaceAll("\\s+", " "));
        }
    }
}
