package io.sparkae.ingest.source;

import java.io.Closeable;
import java.io.IOException;

/** Reads the rows of a range of a file, in order. */
public interface RowReader extends Closeable {
    /**
     * Reads the next row and either accepts it into the block or has it rejected there.
     *
     * @return false if there is no further row; the block is as it was then
     * @throws io.sparkae.files.BadInputException if the file cannot be read on
     */
    boolean readInto(SourceBlockBuilder block) throws IOException;
}
