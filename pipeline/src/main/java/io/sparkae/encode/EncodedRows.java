package io.sparkae.encode;

import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scala.Tuple4;

/** Encodes a block of rows. */
final class EncodedRows {
    private EncodedRows() {}

    /** For each row id, label (null where unknown), code and mean squared error a pixel of its reconstruction. */
    static List<Tuple4<Long, Integer, float[], Float>> of(RowBlock block, TrainedAutoencoder model) {
        TrainedAutoencoder.Pass pass = model.apply(block.values(), block.rows());
        int dimension = pass.codes().length / block.rows();
        int width = block.width();
        List<Tuple4<Long, Integer, float[], Float>> rows = new ArrayList<>(block.rows());
        for (int row = 0; row < block.rows(); row++) {
            double squared = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                double difference = (double) pass.reconstructions()[i] - block.values()[i];
                squared += difference * difference;
            }
            int label = block.labels()[row];
            rows.add(new Tuple4<>(
                    block.ids()[row],
                    label == RowBlock.NO_LABEL ? null : label,
                    Arrays.copyOfRange(pass.codes(), row * dimension, (row + 1) * dimension),
                    (float) (squared / width)));
        }
        return rows;
    }
}
