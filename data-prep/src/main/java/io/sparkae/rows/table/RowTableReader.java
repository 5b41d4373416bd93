package io.sparkae.rows.table;

import io.sparkae.files.FileSystems;
import io.sparkae.files.StageOutputException;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowValues;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Consecutive rows of one Parquet file of a {@link RowTable}, in blocks, without Spark's SQL: only the row
 * groups that hold them are read, a page of values at a time, and each page's checksum is verified. What {@link RowTableFile}
 * wrote with a dictionary stays bytes, as it is in the file.
 */
public final class RowTableReader implements Iterator<RowBlock>, Closeable {
    private static final int ID = 0;
    private static final int LABEL = 1;
    private static final int VALUES = 2;

    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;

    /** Rows of the file that are still to be given. */
    private long left;

    private ColumnReader ids;
    private ColumnReader labels;
    private ValuePages pages;
    private RowValues page;

    /** Row of {@link #page}, and of the row group, that comes next. */
    private int pageRow;

    private long groupLeft;

    /**
     * Opens a file at a row.
     *
     * @param column of lists of single-precision numbers, all of one length
     * @param from the first row, counted from 0
     * @param to after the last row
     * @param all rows that the file has to have
     * @throws StageOutputException if the file is damaged, or has another number of rows
     */
    public RowTableReader(Path file, String column, long from, long to, long all, Configuration conf)
            throws IOException {
        this.file = file;
        this.left = to - from;
        this.reader = whole(() -> ParquetFileReader.open(
                new Content(file, FileSystems.of(file, conf)),
                HadoopReadOptions.builder(conf, file)
                        .usePageChecksumVerification()
                        .withCodecFactory(new WholePages(conf))
                        .build()));
        try {
            this.schema = schema(column);
            reader.setRequestedSchema(schema);
            skipTo(from, all);
        } catch (Throwable failure) {
            reader.close();
            throw failure;
        }
    }

    private MessageType schema(String column) {
        MessageType all = reader.getFileMetaData().getSchema();
        if (!List.of("id", "label", column).stream().allMatch(all::containsField)) {
            throw new StageOutputException(file + ": expected columns id, label and " + column + ", found " + all);
        }
        return new MessageType(all.getName(), all.getType("id"), all.getType("label"), all.getType(column));
    }

    private void skipTo(long from, long all) throws IOException {
        long rows = reader.getRecordCount();
        if (rows != all) {
            throw damaged("expected " + all + " rows, found " + rows, null);
        }
        long before = from;
        for (BlockMetaData group : reader.getRowGroups()) {
            if (before < group.getRowCount()) {
                break;
            }
            before -= group.getRowCount();
            reader.skipNextRowGroup();
        }
        if (left > 0) {
            nextGroup();
            skipInGroup(before);
        }
    }

    private void skipInGroup(long rows) throws IOException {
        skip(ids, rows);
        skip(labels, rows);
        groupLeft -= rows;
        long before = rows;
        while (before >= rowsOfPage()) {
            before -= rowsOfPage();
            nextPage();
        }
        pageRow = (int) before;
    }

    private static void skip(ColumnReader column, long values) {
        int known = column.getDescriptor().getMaxDefinitionLevel();
        for (long i = 0; i < values; i++) {
            if (column.getCurrentDefinitionLevel() == known) {
                column.skip();
            }
            column.consume();
        }
    }

    private int rowsOfPage() {
        return page.length() / pages.width();
    }

    private void nextPage() throws IOException {
        page = whole(pages::next);
        pageRow = 0;
    }

    private void nextGroup() throws IOException {
        PageReadStore group = whole(reader::readNextRowGroup);
        ColumnReadStoreImpl columns = new ColumnReadStoreImpl(
                group,
                new DummyRecordConverter(schema).getRootConverter(),
                schema,
                reader.getFileMetaData().getCreatedBy());
        List<ColumnDescriptor> described = schema.getColumns();
        ids = whole(() -> columns.getColumnReader(described.get(ID)));
        labels = whole(() -> columns.getColumnReader(described.get(LABEL)));
        pages = whole(() -> new ValuePages(group.getPageReader(described.get(VALUES)), described.get(VALUES)));
        groupLeft = group.getRowCount();
        nextPage();
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public RowBlock next() {
        if (left == 0) {
            throw new NoSuchElementException();
        }
        try {
            return block();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RowBlock block() throws IOException {
        int width = pages.width();
        int rows = (int) Math.min(left, RowBlock.mostRows(width));
        long[] blockIds = new long[rows];
        int[] blockLabels = new int[rows];
        List<RowValues> values = new ArrayList<>();
        for (int filled = 0; filled < rows; ) {
            if (groupLeft == 0) {
                nextGroup();
            } else if (pageRow == rowsOfPage()) {
                nextPage();
            }
            if (pages.width() != width) {
                throw damaged("expected " + width + " values in each row, found " + pages.width(), null);
            }
            int some = Math.min(rows - filled, rowsOfPage() - pageRow);
            values.add(page.range(pageRow * width, (pageRow + some) * width));
            int from = filled;
            whole(() -> {
                readIdsAndLabels(blockIds, blockLabels, from, some);
                return null;
            });
            filled += some;
            pageRow += some;
            groupLeft -= some;
        }
        left -= rows;
        return new RowBlock(
                blockIds, blockLabels, values.size() == 1 ? values.get(0) : RowValues.concat(values), width);
    }

    private void readIdsAndLabels(long[] blockIds, int[] blockLabels, int from, int count) {
        int known = schema.getColumns().get(LABEL).getMaxDefinitionLevel();
        int present = schema.getColumns().get(ID).getMaxDefinitionLevel();
        for (int i = from; i < from + count; i++) {
            if (ids.getCurrentDefinitionLevel() < present) {
                throw new ParquetDecodingException("an id is missing");
            }
            blockIds[i] = ids.getLong();
            ids.consume();
            blockLabels[i] = labels.getCurrentDefinitionLevel() == known ? labels.getInteger() : RowBlock.NO_LABEL;
            labels.consume();
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Something that reads. */
    private interface Reading<T> {
        T get() throws IOException;
    }

    /**
     * What parquet-mr gives. Its own exceptions mean damaged data, and so does the end of a file before it is expected; others
     * are those of the file system.
     */
    private <T> T whole(Reading<T> reading) throws IOException {
        try {
            return reading.get();
        } catch (StageOutputException | FileNotFoundException e) {
            throw e;
        } catch (ParquetDecodingException e) {
            throw damaged(e.getMessage(), e);
        } catch (RuntimeException | EOFException e) {
            throw damaged(e.toString(), e);
        } catch (IOException e) {
            StackTraceElement[] stack = e.getStackTrace();
            if (stack.length > 0 && stack[0].getClassName().startsWith("org.apache.parquet.")) {
                throw damaged(e.getMessage(), e);
            }
            throw e;
        }
    }

    private StageOutputException damaged(String why, Exception cause) {
        return new StageOutputException(
                "an earlier stage's output is damaged (" + file + ": " + why + "): make it again, with --force", cause);
    }

    /** The input of parquet-mr; its own parses paths from text, where a colon ends a scheme. */
    private record Content(Path file, FileSystem fs) implements InputFile {
        @Override
        public long getLength() throws IOException {
            return fs.getFileStatus(file).getLen();
        }

        @Override
        public SeekableInputStream newStream() throws IOException {
            return HadoopStreams.wrap(fs.open(file));
        }
    }
}
