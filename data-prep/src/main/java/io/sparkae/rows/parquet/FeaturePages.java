package io.sparkae.rows.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Lays out the column {@code features}. All lists are of one length and none is null, so that a page's levels depend on
 * its number of rows only: a list begins at repetition level 0, goes on at 1, and every value is defined.
 */
final class FeaturePages {
    private static final int INDEX_BITS = 8;
    private static final int GROUP = 8;

    private final int width;
    private final int rows;
    private final PrimitiveType type;
    private BytesInput levels;
    private int levelsRows;

    /**
     * @param width features of a row
     * @param pageValues about how many features a page has
     */
    FeaturePages(int width, int pageValues, PrimitiveType type) {
        this.width = width;
        this.rows = Math.max(1, pageValues / width);
        this.type = type;
    }

    /** Rows of a full page. */
    int rows() {
        return rows;
    }

    /**
     * A page of indices into a dictionary.
     *
     * @param indices unsigned bytes, {@code [all rows, width]}
     */
    DataPage indexed(byte[] indices, int firstRow, int count, float[] dictionary) {
        int first = firstRow * width;
        int values = count * width;
        boolean[] used = new boolean[1 << INDEX_BITS];
        for (int i = first; i < first + values; i++) {
            used[indices[i] & 0xFF] = true;
        }
        Statistics<?> statistics = Statistics.createStats(type);
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                statistics.updateStats(dictionary[i]);
            }
        }
        BytesInput data = BytesInput.concat(
                BytesInput.from(new byte[] {INDEX_BITS}),
                new Runs(values + values / GROUP).bytes(indices, first, values).get());
        return page(count, data, statistics, Encoding.RLE_DICTIONARY);
    }

    /**
     * A page of the features themselves.
     *
     * @param features {@code [all rows, width]}
     */
    DataPage plainRows(float[] features, int firstRow, int count) {
        Statistics<?> statistics = Statistics.createStats(type);
        for (int i = firstRow * width; i < (firstRow + count) * width; i++) {
            statistics.updateStats(features[i]);
        }
        return page(count, plain(features, firstRow * width, count * width), statistics, Encoding.PLAIN);
    }

    static BytesInput plain(float[] values, int from, int count) {
        ByteBuffer bytes = DataPage.plain(count * Float.BYTES);
        bytes.asFloatBuffer().put(values, from, count);
        return BytesInput.from(bytes.array());
    }

    private DataPage page(int count, BytesInput data, Statistics<?> statistics, Encoding encoding) {
        if (levels == null || levelsRows != count) {
            levels = levels(count);
            levelsRows = count;
        }
        return new DataPage(count * width, count, BytesInput.concat(levels, data), statistics, encoding);
    }

    private BytesInput levels(int count) {
        Runs repetition = new Runs(count * GROUP);
        for (int row = 0; row < count; row++) {
            repetition.repeat(0, 1).repeat(1, width - 1);
        }
        Runs definition = new Runs(GROUP).repeat(1, count * width);
        return BytesInput.concat(repetition.withLength(), definition.withLength());
    }
}
