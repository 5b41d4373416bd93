package io.sparkae.rows.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Lays out the column {@code id}. */
final class IdPages {
    private IdPages() {}

    static DataPage of(long[] ids, PrimitiveType type) {
        Statistics<?> statistics = Statistics.createStats(type);
        ByteBuffer bytes = DataPage.plain(ids.length * Long.BYTES);
        for (long id : ids) {
            bytes.putLong(id);
            statistics.updateStats(id);
        }
        return new DataPage(ids.length, ids.length, BytesInput.from(bytes.array()), statistics, Encoding.PLAIN);
    }
}
