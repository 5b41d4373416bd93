package io.sparkae.ingest.source;

import io.sparkae.rows.RowBlock;
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
}
