package io.sparkae.rows.table;

import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads Parquet tables, verifying the checksum of every page: a flipped bit fails the job. */
public final class VerifiedParquet {
    private static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

    /** Spark's internal option ({@code DataSource.GLOB_PATHS_KEY}): whether paths are globs. */
    private static final String PATHS_ARE_PATTERNS = "__globPaths__";

    private VerifiedParquet() {}

    /**
     * The rows of some files, read when Spark needs them.
     *
     * @param paths files or folders of files with one schema; taken literally, not as globs
     */
    public static Dataset<Row> read(SparkSession spark, Path... paths) {
        return spark.read()
                .option(VERIFY_CHECKSUMS, true)
                .option(PATHS_ARE_PATTERNS, false)
                .parquet(Arrays.stream(paths).map(Path::toString).toArray(String[]::new));
    }
}
