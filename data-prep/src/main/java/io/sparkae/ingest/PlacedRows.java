package io.sparkae.ingest;

import io.sparkae.files.TaskFile;
import io.sparkae.ingest.PieceCutter.Piece;
import io.sparkae.ingest.PieceCutter.RowStarts;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.source.PixelType;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTableFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.apache.spark.util.SerializableConfiguration;

/** The accepted rows of an input, shuffled to their files and row groups. */
final class PlacedRows {
    private final JavaPairRDD<Long, Piece> pieces;
    private final Layout layout;
    private final PixelType type;
    private final int pixels;

    /** @param starts of the slices of the rows */
    PlacedRows(CheckedRows rows, Layout layout, RowOrder order, RowStarts starts) {
        this.layout = layout;
        this.type = rows.source().pixelType();
        this.pixels = rows.source().pixels();
        int bytesPerRow = rows.source().bytesPerRow();
        this.pieces = rows.blocks()
                .mapPartitionsToPair(blocks -> new PieceCutter(layout, order, starts, bytesPerRow).cut(blocks))
                .repartitionAndSortWithinPartitions(layout);
    }

    /**
     * Fits MLlib's standardisation to the rows of one split. MLlib's own {@code StandardScaler.fit} adds up what
     * partitions give in whatever order they end, so that the last bits differ from time to time; here the same sums are
     * added in the order of files.
     */
    StandardScaling standardScaling(Split split) {
        Layout ownLayout = layout;
        PixelType ownType = type;
        int ownPixels = pixels;
        MultivariateOnlineSummarizer total = new MultivariateOnlineSummarizer();
        pieces.mapPartitionsWithIndex(
                        (partition, own) -> {
                            MultivariateOnlineSummarizer part = new MultivariateOnlineSummarizer();
                            if (ownLayout.part(partition).split() == split) {
                                new RowGroups(ownLayout, ownType, ownPixels, own)
                                        .forEachRemaining(group -> add(group, part));
                            }
                            return List.of(part).iterator();
                        },
                        false)
                .collect()
                .forEach(total::merge);
        return StandardScaling.of(total);
    }

    /** Starts writing all files; files of failed attempts may remain beside those returned. */
    JavaFutureAction<List<PartWriter.Written>> write(
            Path folder, Scaling scaling, Broadcast<SerializableConfiguration> conf) {
        Layout ownLayout = layout;
        PixelType ownType = type;
        int ownPixels = pixels;
        PartWriter writer = new PartWriter(folder.toString(), layout, scaling, pixels);
        return pieces.mapPartitionsWithIndex(
                        (partition, own) -> {
                            Configuration hadoop = conf.value().value();
                            Iterator<RowGroup> groups = new RowGroups(ownLayout, ownType, ownPixels, own);
                            return List.of(writer.write(partition, groups, hadoop))
                                    .iterator();
                        },
                        false)
                .collectAsync();
    }

    private static void add(RowGroup group, MultivariateOnlineSummarizer summarizer) {
        double[] row = new double[group.pixels()];
        for (int first = 0; first < group.rows() * row.length; first += row.length) {
            for (int pixel = 0; pixel < row.length; pixel++) {
                row[pixel] = group.value(first + pixel);
            }
            summarizer.add(Vectors.dense(row));
        }
    }

    /**
     * Writes the row groups of one file of a split.
     *
     * @param folder of the dataset
     * @param layout of the split
     * @param scaling to features
     * @param pixels of an image
     */
    record PartWriter(String folder, Layout layout, Scaling scaling, int pixels) implements Serializable {

        /**
         * A file that was written.
         *
         * @param part which one
         * @param path below the dataset's folder
         * @param statistics of its rows
         */
        record Written(Layout.Part part, String path, SplitStatistics statistics) implements Serializable {}

        Written write(int partition, Iterator<RowGroup> groups, Configuration conf) throws IOException {
            Layout.Part part = layout.part(partition);
            String path = part.split().folder() + "/" + TaskFile.name(part.number(), ".parquet");
            SplitStatistics statistics = new SplitStatistics(pixels);
            float[] greyFeatures = scaling.greyFeatures().orElse(null);
            try (RowTableFile file = new RowTableFile(new Path(folder, path), pixels, conf)) {
                while (groups.hasNext()) {
                    RowGroup group = groups.next();
                    statistics.add(group);
                    if (greyFeatures != null && group.isGrey()) {
                        file.write(group.ids(), group.labels(), group.images(), greyFeatures);
                    } else {
                        file.write(group.ids(), group.labels(), group.scaled(scaling));
                    }
                }
                file.finish();
            }
            return new Written(part, path, statistics);
        }
    }
}
