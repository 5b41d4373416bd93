package io.sparkae.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Lays out the column {@code label}, which is null where there is none. */
final class LabelPages {
    private LabelPages() {}

    static DataPage of(int[] labels, PrimitiveType type) throws IOException {
        Statistics<?> statistics = Statistics.createStats(type);
        ByteBuffer bytes = DataPage.plain(labels.length * Integer.BYTES);
        for (int label : labels) {
            if (label == RowBlock.NO_LABEL) {
                statistics.incrementNumNulls();
            } else {
                bytes.putInt(label);
                statistics.updateStats(label);
            }
        }
        BytesInput defined = DataPage.levels(labels.length, i -> labels[i] == RowBlock.NO_LABEL ? 0 : 1);
        return new DataPage(
                labels.length,
                labels.length,
                BytesInput.concat(defined, BytesInput.from(bytes.array(), 0, bytes.position())),
                statistics,
                Encoding.PLAIN);
    }
}
