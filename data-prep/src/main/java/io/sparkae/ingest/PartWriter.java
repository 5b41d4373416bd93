package io.sparkae.ingest;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.rows.parquet.RowTableFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

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
