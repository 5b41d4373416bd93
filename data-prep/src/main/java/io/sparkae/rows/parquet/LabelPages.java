package io.sparkae.rows.parquet;

import io.sparkae.rows.RowBlock;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Lays out the column {@code label}, which is null where there is none. */
final class LabelPages {
    private static final int FEW_BYTES = 64;

    private LabelPages() {}

    static DataPage of(int[] labels, PrimitiveType type) {
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
        BytesInput defined = levels(labels);
        return new DataPage(
                labels.length,
                labels.length,
                BytesInput.concat(defined, BytesInput.from(bytes.array(), 0, bytes.position())),
                statistics,
                Encoding.PLAIN);
    }

    private static BytesInput levels(int[] labels) {
        Runs levels = new Runs(FEW_BYTES);
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
}
