package io.sparkae.ingest.source;

import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads one row group of a Parquet file. */
final class ParquetReader implements RowReader {
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

    /** How many features the first row has that has any; 0 if none does. */
    static int firstCount(ParquetFileReader reader, FileBytes file) throws IOException {
        MessageType wanted = wanted(reader);
        reader.setRequestedSchema(wanted);
        ImageRecord record = new ImageRecord(wanted);
        try {
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
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
                    record.label() == null ? RowBlock.NO_LABEL : record.label().intValue());
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
