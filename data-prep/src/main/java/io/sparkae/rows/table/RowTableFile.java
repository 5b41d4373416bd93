package io.sparkae.rows.table;

import io.sparkae.files.FileSystems;
import io.sparkae.rows.RowBlock;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Writes one Parquet file of a {@link RowTable} with {@code id: bigint}, {@code label: int} and {@code features:
 * array<float>}, one row group at a time. All rows have the same number of features, so pages are laid out from whole
 * arrays instead of value by value, which is several times faster. The same rows give the same bytes in any process.
 */
public final class RowTableFile implements Closeable {
    /** The columns as SQL DDL. */
    public static final String SCHEMA = "id BIGINT,label INT,features ARRAY<FLOAT>";

    private static final CompressionCodecName CODEC = CompressionCodecName.SNAPPY;

    /** Features of a page: 1 MB as indices, 4 MB as floats. */
    private static final int PAGE_VALUES = 1 << 20;

    private final MessageType schema;
    private final int width;
    private final ParquetFileWriter writer;
    private final ColumnPages pages;
    private final CodecFactory codecs;
    private final ParquetOutput output;

    /**
     * @param file must not exist
     * @param width features of a row
     */
    public RowTableFile(Path file, int width, Configuration conf) throws IOException {
        this.width = width;
        this.schema = new MessageType(
                "row",
                Types.required(PrimitiveTypeName.INT64).named("id"),
                Types.optional(PrimitiveTypeName.INT32).named("label"),
                Types.requiredGroup()
                        .as(LogicalTypeAnnotation.listType())
                        .addField(Types.repeatedGroup()
                                .addField(
                                        Types.required(PrimitiveTypeName.FLOAT).named("element"))
                                .named("list"))
                        .named("features"));
        this.pages = new ColumnPages(width, PAGE_VALUES, type(2));
        this.codecs = new CodecFactory(conf, PAGE_VALUES);
        this.output = new ParquetOutput(FileSystems.of(file, conf), file);
        this.writer = new ParquetFileWriter(
                output,
                schema,
                ParquetFileWriter.Mode.CREATE,
                ParquetWriter.DEFAULT_BLOCK_SIZE,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
        writer.start();
    }

    /**
     * Writes a row group whose features are dictionary-encoded.
     *
     * @param labels {@link RowBlock#NO_LABEL} where unknown
     * @param indices into {@code dictionary}, unsigned bytes, {@code [rows, width]}
     * @param dictionary at most 256 features
     */
    public void write(long[] ids, int[] labels, byte[] indices, float[] dictionary) throws IOException {
        start(ids, labels);
        writer.writeDictionaryPage(new DictionaryPage(
                compressed(ColumnPages.floats(dictionary, 0, dictionary.length)),
                dictionary.length * Float.BYTES,
                dictionary.length,
                Encoding.PLAIN));
        for (int row = 0; row < ids.length; row += pages.rows()) {
            writePage(pages.indexed(indices, row, Math.min(pages.rows(), ids.length - row), dictionary));
        }
        end();
    }

    /**
     * Writes a row group.
     *
     * @param labels {@link RowBlock#NO_LABEL} where unknown
     * @param features {@code [rows, width]}
     */
    public void write(long[] ids, int[] labels, float[] features) throws IOException {
        start(ids, labels);
        for (int row = 0; row < ids.length; row += pages.rows()) {
            writePage(pages.plain(features, row, Math.min(pages.rows(), ids.length - row)));
        }
        end();
    }

    /** Writes the footer; a file without it cannot be read. */
    public void finish() throws IOException {
        output.beginFooter();
        writer.end(Map.of());
        output.endFooter();
        output.force();
    }

    /** Releases codecs and stream; an unfinished file stays unreadable. */
    @Override
    public void close() throws IOException {
        codecs.release();
        output.close();
    }

    private void start(long[] ids, int[] labels) throws IOException {
        writer.startBlock(ids.length);
        startColumn(0, ids.length);
        writePage(ColumnPages.ids(ids, type(0)));
        writer.endColumn();
        startColumn(1, ids.length);
        writePage(ColumnPages.labels(labels, type(1)));
        writer.endColumn();
        startColumn(2, (long) ids.length * width);
    }

    private void end() throws IOException {
        writer.endColumn();
        writer.endBlock();
    }

    private void startColumn(int column, long values) throws IOException {
        writer.startColumn(schema.getColumns().get(column), values, CODEC);
    }

    private PrimitiveType type(int column) {
        return schema.getColumns().get(column).getPrimitiveType();
    }

    private void writePage(ColumnPages.Page page) throws IOException {
        writer.writeDataPage(
                page.values(),
                Math.toIntExact(page.bytes().size()),
                compressed(page.bytes()),
                page.statistics(),
                page.rows(),
                Encoding.RLE,
                Encoding.RLE,
                page.encoding());
    }

    private BytesInput compressed(BytesInput bytes) throws IOException {
        return codecs.getCompressor(CODEC).compress(bytes);
    }
}
