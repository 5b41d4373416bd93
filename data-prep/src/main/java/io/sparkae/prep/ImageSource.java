package io.sparkae.prep;

import io.sparkae.dataset.InputFile;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Somewhere that labelled or unlabelled images come from. */
interface ImageSource {
    /** What messages call it. */
    String name();

    /**
     * What will be read, described for the manifest.
     *
     * @throws io.sparkae.dataset.BadInputException if it is not there or not of this kind
     */
    List<InputFile> inputs() throws IOException;

    /** The row number that users know the first row by: the line of a file, counted from 1. */
    long firstRowNumber();

    /** The rows in input order. */
    JavaRDD<SourceBlock> read(JavaSparkContext spark);
}
