package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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

    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};

    /** Reads what a file says of itself. */
    abstract ImageFile open(FileBytes file, SourceSettings settings, Configuration conf) throws IOException;

    /**
     * The format of a file.
     *
     * @throws BadInputException if it is empty or certainly none of these
     */
    static FileKind of(FileBytes file, Configuration conf) throws IOException {
        byte[] start = file.start(PARQUET_MAGIC.length, conf);
        if (start.length == 0) {
            throw new BadInputException(file.name() + ": expected CSV, IDX or Parquet, found an empty file");
        }
        if (Arrays.equals(start, PARQUET_MAGIC)) {
            return PARQUET;
        }
        if (IdxHeader.looksLike(start) || IdxNames.isIdx(new Path(file.name()).getName())) {
            return IDX;
        }
        if (Arrays.equals(start, ZIP_MAGIC)) {
            throw new BadInputException(file.name() + ": expected CSV, IDX or Parquet, found a zip archive; unpack it");
        }
        if (start.length >= 2 && (start[0] == -1 && start[1] == -2 || start[0] == -2 && start[1] == -1)) {
            throw new BadInputException(
                    file.name() + ": expected text in UTF-8, found UTF-16; save it as CSV in UTF-8");
        }
        return CSV;
    }
}
