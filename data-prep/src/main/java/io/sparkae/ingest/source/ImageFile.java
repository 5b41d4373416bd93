package io.sparkae.ingest.source;

import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import io.sparkae.rows.RowBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A source of images, with or without labels: a file of some format, or generated rows. */
public interface ImageFile extends Serializable {
    /** The name for messages. */
    String name();

    /** The files to record in the manifest, with a labels file if there is one; none for generated rows. */
    List<InputPath> inputs();

    /** A warning for the user, if there is one. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** The label of rows without one, {@link io.sparkae.rows.RowBlock#NO_LABEL} if there is none. */
    default int defaultLabel() {
        return RowBlock.NO_LABEL;
    }

    /** The number of the first row in messages: in a text file its line, counted from 1. */
    long firstRowNumber();

    /** Pixels per image. */
    int pixels();

    /** Height and width of an image, if the file gives them. */
    Optional<ImageSize> size();

    /** The type of the pixels. */
    PixelType pixelType();

    /**
     * Cuts the file into ranges, in order, that together hold each row once.
     *
     * @param bytes approximate size of a range, if the format can be split
     */
    List<Range> ranges(long bytes, Configuration conf) throws IOException;

    /**
     * Opens a range for reading.
     *
     * @throws io.sparkae.files.BadInputException if the file has changed
     */
    RowReader open(Range range, Configuration conf) throws IOException;

    /**
     * A part of a file that one task can read alone.
     *
     * @param from inclusive, in units of the format (bytes, rows or row groups)
     * @param to exclusive
     * @param bytes approximate size
     * @param hosts that hold it, if any
     */
    record Range(long from, long to, long bytes, List<String> hosts) implements Serializable {}

    /** Reads the rows of a range of a file, in order. */
    interface RowReader extends Closeable {
        /**
         * Reads the next row and either accepts it into the block or has it rejected there.
         *
         * @return false if there is no further row; the block is as it was then
         * @throws io.sparkae.files.BadInputException if the file cannot be read on
         */
        boolean readInto(SourceBlockBuilder block) throws IOException;
    }
}
