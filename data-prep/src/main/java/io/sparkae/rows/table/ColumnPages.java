package io.sparkae.rows.table;

import io.sparkae.rows.RowBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Lays out the columns of a row group as uncompressed data pages of version 1: {@code id}, {@code label} and {@code
 * features}.
 *
 * <p>All lists of features have the same length and none is null, so a page's levels depend on its number of rows alone:
 * a list begins at repetition level 0 and continues at 1, and every value is defined.
 */
final class ColumnPages {
    private static final int INDEX_BITS = 8;
    private static final int GROUP = 8;
    private static final int LABEL_LEVELS_BYTES = 64;

    private final int width;
    private final int rows;
    private final PrimitiveType featureType;
    private BytesInput levels;
    private int levelsRows;

    /**
     * @param width features of a row
     * @param pageValues features of a page, rounded down to whole rows
     * @param featureType the type of a feature
     */
    ColumnPages(int width, int pageValues, PrimitiveType featureType) {
        this.width = width;
        this.rows = Math.max(1, pageValues / width);
        this.featureType = featureType;
    }

    /**
     * A page.
     *
     * @param values the number of values, null ones included
     * @param rows the number of rows they belong to
     * @param bytes levels, if the column has any, and values
     * @param statistics smallest and largest value
     * @param encoding of the values
     */
    record Page(int values, int rows, BytesInput bytes, Statistics<?> statistics, Encoding encoding) {}

    /** Rows of a full page of features. */
    int rows() {
        return rows;
    }

    /** The page of all ids of a row group. */
    static Page ids(long[] ids, PrimitiveType type) {
        Statistics<?> statistics = Statistics.createStats(type);
        ByteBuffer bytes = buffer(ids.length * Long.BYTES);
        for (long id : ids) {
            bytes.putLong(id);
            statistics.updateStats(id);
        }
        return new Page(ids.length, ids.length, BytesInput.from(bytes.array()), statistics, Encoding.PLAIN);
    }

    /**
     * The page of all labels of a row group.
     *
     * @param labels {@link RowBlock#NO_LABEL} becomes null
     */
    static Page labels(int[] labels, PrimitiveType type) {
        Statistics<?> statistics = Statistics.createStats(type);
        ByteBuffer bytes = buffer(labels.length * Integer.BYTES);
        for (int label : labels) {
            if (label == RowBlock.NO_LABEL) {
                statistics.incrementNumNulls();
            } else {
                bytes.putInt(label);
                statistics.updateStats(label);
            }
        }
        BytesInput known = BytesInput.from(bytes.array(), 0, bytes.position());
        return new Page(
                labels.length,
                labels.length,
                BytesInput.concat(definitionLevels(labels), known),
                statistics,
                Encoding.PLAIN);
    }

    /**
     * A page of indices into a dictionary of features.
     *
     * @param indices unsigned bytes, {@code [all rows, width]}
     */
    Page indexed(byte[] indices, int firstRow, int count, float[] dictionary) {
        int first = firstRow * width;
        int values = count * width;
        boolean[] used = new boolean[1 << INDEX_BITS];
        for (int i = first; i < first + values; i++) {
            used[indices[i] & 0xFF] = true;
        }
        Statistics<?> statistics = Statistics.createStats(featureType);
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                statistics.updateStats(dictionary[i]);
            }
        }
        BytesInput data = BytesInput.concat(
                BytesInput.from(new byte[] {INDEX_BITS}),
                new RunLengthEncoder(values + values / GROUP)
                        .bytes(indices, first, values)
                        .get());
        return features(count, data, statistics, Encoding.RLE_DICTIONARY);
    }

    /**
     * A page of the features themselves.
     *
     * @param features {@code [all rows, width]}
     */
    Page plain(float[] features, int firstRow, int count) {
        Statistics<?> statistics = Statistics.createStats(featureType);
        for (int i = firstRow * width; i < (firstRow + count) * width; i++) {
            statistics.updateStats(features[i]);
        }
        return features(count, floats(features, firstRow * width, count * width), statistics, Encoding.PLAIN);
    }

    /** Values in Parquet's plain encoding. */
    static BytesInput floats(float[] values, int from, int count) {
        ByteBuffer bytes = buffer(count * Float.BYTES);
        bytes.asFloatBuffer().put(values, from, count);
        return BytesInput.from(bytes.array());
    }

    private Page features(int count, BytesInput data, Statistics<?> statistics, Encoding encoding) {
        if (levels == null || levelsRows != count) {
            levels = levels(width, count);
            levelsRows = count;
        }
        return new Page(count * width, count, BytesInput.concat(levels, data), statistics, encoding);
    }

    /** The levels of a page of {@code count} lists, each of {@code width} values. */
    static BytesInput levels(int width, int count) {
        RunLengthEncoder repetition = new RunLengthEncoder(count * GROUP);
        for (int row = 0; row < count; row++) {
            repetition.repeat(0, 1).repeat(1, width - 1);
        }
        RunLengthEncoder definition = new RunLengthEncoder(GROUP).repeat(1, count * width);
        return BytesInput.concat(repetition.withLength(), definition.withLength());
    }

    private static BytesInput definitionLevels(int[] labels) {
        RunLengthEncoder levels = new RunLengthEncoder(LABEL_LEVELS_BYTES);
        int start = 0;
        for (int i = 1; i <= labels.length; i++) {
            boolean known = labels[start] != RowBlock.NO_LABEL;
            if (i == labels.length || known != (labels[i] != RowBlock.NO_LABEL)) {
                levels.repeat(known ? 1 : 0, i - start);
                start = i;
            }
        }
        return levels.withLength();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
