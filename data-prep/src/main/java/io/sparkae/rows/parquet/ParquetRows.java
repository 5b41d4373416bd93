package io.sparkae.rows.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Counts a Parquet file's rows from its footer. */
public final class ParquetRows {
    private ParquetRows() {}

    /** The count, or null if the file's name does not end in {@code .parquet}. */
    public static Long count(Configuration conf, FileStatus file) throws IOException {
        if (!file.getPath().getName().endsWith(".parquet")) {
            return null;
        }
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, conf))) {
            return reader.getRecordCount();
        }
    }
}
