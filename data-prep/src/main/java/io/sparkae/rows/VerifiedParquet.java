package io.sparkae.rows;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads tables of a stage's committed folder, each page against its checksum: a flipped bit is an error, not a pixel. */
public final class VerifiedParquet {
    private static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

    /** Spark's own name ({@code DataSource.GLOB_PATHS_KEY}) for whether paths are patterns. */
    private static final String PATHS_ARE_PATTERNS = "__globPaths__";

    private VerifiedParquet() {}

    /**
     * The rows of all these, lazily.
     *
     * @param paths files or folders of files, of one schema; no patterns, whatever characters are in them
     */
    public static Dataset<Row> read(SparkSession spark, Path... paths) {
        return spark.read()
                .option(VERIFY_CHECKSUMS, true)
                .option(PATHS_ARE_PATTERNS, false)
                .parquet(Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
    }
}
