package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** The formats of image files, told by how their content begins. */
enum FileKind {
    CSV {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return CsvFile.open(file, settings, conf);
        }
    },
    IDX {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return IdxFile.open(file, settings, conf);
        }
    },
    PARQUET {
        @Override
        ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException {
            return ParquetFile.open(file, settings, conf);
        }
    };

    private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Reads what a file says of itself. */
    abstract ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException;

    /**
     * The format of a file.
     *
     * @param start the first bytes of its content, {@link ForeignFormat#ENOUGH} of them if there are
     * @throws BadInputException if it is empty or certainly none of these
     */
    static FileKind of(FileBytes file, byte[] start) {
        if (start.length == 0) {
            throw new BadInputException(file.name() + ": expected CSV, IDX or Parquet, found an empty file");
        }
        if (start.length >= PARQUET_MAGIC.length
                && Arrays.equals(start, 0, PARQUET_MAGIC.length, PARQUET_MAGIC, 0, PARQUET_MAGIC.length)) {
            return PARQUET;
        }
        if (IdxHeader.looksLike(start)) {
            return IDX;
        }
        ForeignFormat.refuse(start, file.name());
        return IdxNames.isIdx(file.input().path().getName()) ? IDX : CSV;
    }
}
