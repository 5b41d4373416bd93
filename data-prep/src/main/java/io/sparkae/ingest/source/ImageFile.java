package io.sparkae.ingest.source;

import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import io.sparkae.rows.RowBlock;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** One file of images, with or without labels, of whatever format; or what stands for one. */
public interface ImageFile extends Serializable {
    /** What messages call it. */
    String name();

    /** The files to describe in the manifest: this one, and one of labels if there is; none for generated rows. */
    List<InputPath> inputs();

    /** What a user should know before going on. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** The label of rows that have none of their own, {@link io.sparkae.rows.RowBlock#NO_LABEL} if there is none. */
    default int defaultLabel() {
        return RowBlock.NO_LABEL;
    }

    /** The row number that users know the first row by: the line of a text file, counted from 1. */
    long firstRowNumber();

    /** Pixels an image. */
    int pixels();

    /** Height and width of an image, if the file says. */
    Optional<ImageSize> size();

    /** What its pixels are. */
    PixelType pixelType();

    /**
     * Cuts the file into ranges, in order, that together hold each row once.
     *
     * @param bytes about how much a range should have, if the format can be cut
     */
    List<Range> ranges(long bytes, Configuration conf) throws IOException;

    /**
     * Opens a range for reading.
     *
     * @throws io.sparkae.files.BadInputException if the file is not what it was
     */
    RowReader open(Range range, Configuration conf) throws IOException;

    /**
     * A part of a file that one task can read alone.
     *
     * @param from what is counted (bytes, rows, row groups) is the file's own business
     * @param to exclusive
     * @param bytes about how much there is to read
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
