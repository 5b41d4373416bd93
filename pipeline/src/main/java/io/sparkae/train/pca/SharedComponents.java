package io.sparkae.train.pca;

import io.sparkae.rows.RowBlock;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;

/** Principal components of one dataset, found once for models of several sizes. */
public final class SharedComponents {
    private final int most;
    private PrincipalComponents found;

    /** @param most how many the largest model takes */
    public SharedComponents(int most) {
        this.most = most;
    }

    /** The first {@code count}; the rows are asked for only the first time. */
    PrincipalComponents first(int count, Supplier<JavaRDD<RowBlock>> rows) {
        if (found == null) {
            found = PrincipalComponents.of(rows.get(), most);
        }
        return found.first(count);
    }
}
