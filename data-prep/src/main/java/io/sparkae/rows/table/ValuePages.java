package io.sparkae.rows.table;

import io.sparkae.rows.RowValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The lists of single-precision numbers of a row group, a page at a time. Pages as {@link RowTableFile} lays them out are
 * taken as whole arrays, those with a dictionary as bytes; all others value by value with parquet-mr's decoders.
 */
final class ValuePages {
    private static final int BYTE_BITS = 8;
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;

    private final PageReader pages;
    private final ColumnDescriptor column;
    private final Dictionary dictionary;
    /** What the bytes of a page stand for; null if there is no dictionary, or a larger one. */
    private final float[] numbers;

    /** Values of a row; 0 before the first page. */
    private int width;

    /** The levels of the last page that was laid out as ours, and its number of values. */
    private byte[] levels = {};

    private int levelsValues;

    ValuePages(PageReader pages, ColumnDescriptor column) throws IOException {
        this.pages = pages;
        this.column = column;
        DictionaryPage page = pages.readDictionaryPage();
        if (page != null && (long) page.getDictionarySize() * Float.BYTES > page.getUncompressedSize()) {
            throw new ParquetDecodingException("a dictionary of " + page.getDictionarySize() + " values in "
                    + page.getUncompressedSize() + " bytes");
        }
        this.dictionary = page == null ? null : page.getEncoding().initDictionary(column, page);
        this.numbers = dictionary == null || dictionary.getMaxId() >= 1 << BYTE_BITS ? null : numbers(dictionary);
    }

    private static float[] numbers(Dictionary dictionary) {
        float[] numbers = new float[dictionary.getMaxId() + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = dictionary.decodeToFloat(i);
        }
        return numbers;
    }

    /** Values of a row, once a page has been read. */
    int width() {
        return width;
    }

    /**
     * The values of the next page's rows, at least one row.
     *
     * @throws NoSuchElementException if there is no other page
     * @throws ParquetDecodingException if lists differ in length, one is empty or a value is missing
     */
    RowValues next() throws IOException {
        DataPage page = pages.readPage();
        if (page == null) {
            throw new NoSuchElementException();
        }
        page = inMemory(page);
        if (width == 0) {
            width = firstLength(new Decoder(page, column));
        }
        RowValues values = page instanceof DataPageV1 first ? asOurs(first) : null;
        return values == null ? new Decoder(page, column).values(width, dictionary) : values;
    }

    /** The same page to be read more than once; that of a page reader is a stream. */
    private static DataPage inMemory(DataPage page) throws IOException {
        return page instanceof DataPageV1 first
                ? new DataPageV1(
                        BytesInput.from(first.getBytes().toByteArray()),
                        first.getValueCount(),
                        first.getUncompressedSize(),
                        first.getStatistics(),
                        first.getRlEncoding(),
                        first.getDlEncoding(),
                        first.getValueEncoding())
                : inMemory((DataPageV2) page);
    }

    private static DataPage inMemory(DataPageV2 page) throws IOException {
        return DataPageV2.uncompressed(
                page.getRowCount(),
                page.getNullCount(),
                page.getValueCount(),
                BytesInput.from(page.getRepetitionLevels().toByteArray()),
                BytesInput.from(page.getDefinitionLevels().toByteArray()),
                page.getDataEncoding(),
                BytesInput.from(page.getData().toByteArray()),
                page.getStatistics());
    }

    private static int firstLength(Decoder page) {
        int length = 1;
        page.list();
        while (length < page.count && page.list() > 0) {
            length++;
        }
        return length;
    }

    /** The values of a page whose levels and values are laid out as {@link ColumnPages} does; null if they are not. */
    private RowValues asOurs(DataPageV1 page) throws IOException {
        byte[] bytes = page.getBytes().toByteArray();
        int count = page.getValueCount();
        if (count != levelsValues) {
            if (count % width != 0) {
                return null;
            }
            levels = ColumnPages.levels(width, count / width).toByteArray();
            levelsValues = count;
        }
        int at = levels.length;
        if (bytes.length < at || !Arrays.equals(bytes, 0, at, levels, 0, at)) {
            return null;
        }
        if (page.getValueEncoding() == Encoding.PLAIN && bytes.length - at == (long) count * Float.BYTES) {
            float[] values = new float[count];
            ByteBuffer.wrap(bytes, at, bytes.length - at)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return RowValues.of(values);
        }
        boolean ofBytes = page.getValueEncoding().usesDictionary() && numbers != null && bytes[at] == BYTE_BITS;
        return ofBytes ? RowValues.of(indices(bytes, at + 1, count, numbers.length), numbers) : null;
    }

    /** Indices of eight bits, in runs as {@link RunLengthEncoder} writes them. */
    private static byte[] indices(byte[] bytes, int from, int count, int different) {
        byte[] indices = new byte[count];
        int at = from;
        int filled = 0;
        while (filled < count) {
            int header = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes[at++];
                header |= (part & MORE - 1) << shift;
                shift += PAYLOAD_BITS;
            } while ((part & MORE) != 0);
            long run = (header & 1) == 1 ? (long) (header >>> 1) * BYTE_BITS : header >>> 1;
            int some = (int) Math.min(run, count - filled);
            if (run == 0) {
                throw new ParquetDecodingException("a run of no values");
            }
            if ((header & 1) == 1) {
                System.arraycopy(bytes, at, indices, filled, some);
                at += some;
            } else {
                Arrays.fill(indices, filled, filled + some, bytes[at++]);
            }
            filled += some;
        }
        if (different < 1 << BYTE_BITS) {
            requireBelow(indices, different);
        }
        return indices;
    }

    private static void requireBelow(byte[] indices, int different) {
        IntStream.range(0, indices.length)
                .filter(i -> (indices[i] & 0xFF) >= different)
                .findFirst()
                .ifPresent(i -> {
                    throw new ParquetDecodingException(
                            "index " + (indices[i] & 0xFF) + " into a dictionary of " + different + " values");
                });
    }

    /** The values of a page one by one, in any encoding. */
    private static final class Decoder {
        private final int count;
        private final int present;
        private final ColumnDescriptor column;
        private final Encoding encoding;
        private final ByteBufferInputStream data;
        private final LevelReader repetition;
        private final LevelReader definition;

        Decoder(DataPage page, ColumnDescriptor column) throws IOException {
            this.count = page.getValueCount();
            this.present = column.getMaxDefinitionLevel();
            this.column = column;
            if (page instanceof DataPageV1 first) {
                this.encoding = first.getValueEncoding();
                this.data = first.getBytes().toInputStream();
                this.repetition = reader(first.getRlEncoding().getValuesReader(column, ValuesType.REPETITION_LEVEL));
                this.definition = reader(first.getDlEncoding().getValuesReader(column, ValuesType.DEFINITION_LEVEL));
            } else {
                DataPageV2 second = (DataPageV2) page;
                this.encoding = second.getDataEncoding();
                this.data = second.getData().toInputStream();
                this.repetition = reader(second.getRepetitionLevels(), column.getMaxRepetitionLevel());
                this.definition = reader(second.getDefinitionLevels(), column.getMaxDefinitionLevel());
            }
        }

        private LevelReader reader(ValuesReader values) throws IOException {
            values.initFromPage(count, data);
            return values::readInteger;
        }

        private static LevelReader reader(BytesInput bytes, int most) throws IOException {
            RunLengthBitPackingHybridDecoder levels = new RunLengthBitPackingHybridDecoder(
                    Integer.SIZE - Integer.numberOfLeadingZeros(most), bytes.toInputStream());
            return levels::readInt;
        }

        /** The next repetition level: 0 where a list begins. */
        int list() {
            try {
                return repetition.next();
            } catch (IOException e) {
                throw new ParquetDecodingException("levels cannot be read", e);
            }
        }

        private boolean isPresent() {
            try {
                return definition.next() == present;
            } catch (IOException e) {
                throw new ParquetDecodingException("levels cannot be read", e);
            }
        }

        RowValues values(int width, Dictionary dictionary) throws IOException {
            for (int i = 0; i < count; i++) {
                if ((list() == 0) != (i % width == 0)) {
                    throw new ParquetDecodingException(
                            "row " + i / width + " of a page: expected " + width + " values in each row, found others");
                }
                if (!isPresent()) {
                    throw new ParquetDecodingException("row " + i / width + " of a page: a value is missing");
                }
            }
            if (count % width != 0) {
                throw new ParquetDecodingException("expected " + width + " values in each row, found " + count % width);
            }
            ValuesReader values = encoding.usesDictionary()
                    ? encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary)
                    : encoding.getValuesReader(column, ValuesType.VALUES);
            values.initFromPage(count, data);
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = values.readFloat();
            }
            return RowValues.of(numbers);
        }

        /** Levels one after another. */
        private interface LevelReader {
            int next() throws IOException;
        }
    }
}
