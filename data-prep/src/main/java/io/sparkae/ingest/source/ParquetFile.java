package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageFile.RowReader;
import io.sparkae.ingest.source.ImageRecord.FeatureConverter;
import io.sparkae.ingest.source.ImageRecord.NumberConverter;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

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
            ImageSize.requireWithinLimit(pixels, content.name());
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
        return content.input().folderLabel(labelLimit);
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

    /** One range per row group. */
    @Override
    public List<Range> ranges(long bytes, Configuration conf) throws IOException {
        List<Range> ranges = new ArrayList<>();
        try (ParquetFileReader reader = reader(content, conf)) {
            for (BlockMetaData group : reader.getRowGroups()) {
                long length = group.getCompressedSize();
                int number = ranges.size();
                ranges.add(new Range(number, number + 1, length, content.hosts(group.getStartingPos(), length, conf)));
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

    /** Translates a read error: to bad input if the file is damaged, otherwise the error is rethrown. */
    static RuntimeException unreadable(FileBytes content, Exception e) throws IOException {
        if (e instanceof BadInputException bad) {
            return bad;
        }
        // parquet-mr throws unchecked exceptions for undecodable data, but IOException for undecodable headers.
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

    /** The input of parquet-mr; its own parses paths from text, where a colon ends a scheme. */
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

    /** The first few columns; with one column per pixel there would be hundreds. */
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

    /** Reads one row group of a Parquet file. */
    private static final class ParquetReader implements RowReader {
        private final ParquetFile file;
        private final ParquetFileReader reader;
        private final ImageRecord record;
        private final RecordReader<ImageRecord> records;
        private long left;

        ParquetReader(ParquetFile file, int rowGroup, Configuration conf) throws IOException {
            this.file = file;
            this.reader = ParquetFile.reader(file.content(), conf);
            MessageType wanted = wanted(reader);
            this.record = new ImageRecord(wanted);
            reader.setRequestedSchema(wanted);
            try {
                PageReadStore pages = reader.readRowGroup(rowGroup);
                this.left = pages.getRowCount();
                this.records = new ColumnIOFactory().getColumnIO(wanted).getRecordReader(pages, record);
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw ParquetFile.unreadable(file.content(), e);
            }
        }

        /** Number of features of the first row with features; 0 if there is none. */
        static int firstCount(ParquetFileReader reader, FileBytes file) throws IOException {
            MessageType wanted = wanted(reader);
            reader.setRequestedSchema(wanted);
            ImageRecord record = new ImageRecord(wanted);
            try {
                for (PageReadStore pages = reader.readNextRowGroup();
                        pages != null;
                        pages = reader.readNextRowGroup()) {
                    RecordReader<ImageRecord> records =
                            new ColumnIOFactory().getColumnIO(wanted).getRecordReader(pages, record);
                    for (long row = 0; row < pages.getRowCount(); row++) {
                        records.read();
                        if (record.features().count() > 0) {
                            return record.features().count();
                        }
                    }
                }
            } catch (IOException | RuntimeException e) {
                throw ParquetFile.unreadable(file, e);
            }
            return 0;
        }

        @Override
        public boolean readInto(SourceBlockBuilder block) throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            try {
                records.read();
            } catch (RuntimeException e) {
                throw ParquetFile.unreadable(file.content(), e);
            }
            Rejection rejection = check();
            if (rejection == null) {
                float[] values = record.features().features();
                int first = block.nextOffset() / PixelType.REAL.bytes();
                for (int i = 0; i < file.pixels(); i++) {
                    PixelType.putReal(block.images(), first + i, values[i]);
                }
                block.accept(
                        record.label() == null
                                ? RowBlock.NO_LABEL
                                : record.label().intValue());
            } else {
                block.reject(rejection);
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }

        private Rejection check() {
            int count = record.features().count();
            if (count != file.pixels()) {
                return Rejection.pixelCount(file.pixels(), count);
            }
            float[] values = record.features().features();
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(values[i])) {
                    return Rejection.notFinite(i, values[i]);
                }
            }
            Double label = record.label();
            boolean good = label == null || label >= 0 && label < file.labelLimit() && label == Math.rint(label);
            return good ? null : Rejection.label(file.labelLimit(), label.toString());
        }

        private static MessageType wanted(ParquetFileReader reader) {
            MessageType schema = reader.getFileMetaData().getSchema();
            List<Type> fields = new ArrayList<>();
            fields.add(schema.getType(ParquetFile.FEATURES));
            if (schema.containsField(ParquetFile.LABEL)) {
                fields.add(schema.getType(ParquetFile.LABEL));
            }
            return new MessageType(schema.getName(), fields);
        }
    }
}
