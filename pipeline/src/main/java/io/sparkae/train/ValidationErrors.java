package io.sparkae.train;

import io.sparkae.model.ModelFile;
import io.sparkae.model.ReconstructionSum.HeldOutErrors;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Reconstruction errors of a trained model on its validation rows, computed in the executors. */
final class ValidationErrors {
    /** Most rows that are measured, the first of each partition: their errors come to the driver, 4 MB. */
    private static final int MOST_ROWS = 1 << 20;

    private ValidationErrors() {}

    /**
     * Measures the rows.
     *
     * @return empty if there are none, or if an error is not finite
     */
    static Optional<HeldOutErrors> of(TrainedAutoencoder model, JavaRDD<RowBlock> rows, JavaSparkContext spark) {
        Broadcast<byte[]> file = spark.broadcast(bytes(model));
        try {
            int most = Math.max(1, MOST_ROWS / Math.max(1, rows.getNumPartitions()));
            List<float[]> parts = rows.mapPartitions(
                            own -> List.of(errors(own, file.value(), most)).iterator())
                    .collect();
            float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
            int at = 0;
            for (float[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            boolean finite = true;
            for (float error : all) {
                finite &= Float.isFinite(error);
            }
            return all.length == 0 || !finite ? Optional.empty() : Optional.of(HeldOutErrors.of(all));
        } finally {
            file.destroy();
        }
    }

    private static float[] errors(Iterator<RowBlock> blocks, byte[] file, int most) throws IOException {
        float[] errors = new float[0];
        TrainedAutoencoder model = blocks.hasNext() ? ModelFile.read(file) : null;
        while (blocks.hasNext() && errors.length < most) {
            RowBlock block = blocks.next();
            float[] values = block.values();
            float[] own = model.apply(values, block.rows()).errors(values, block.rows());
            int kept = Math.min(own.length, most - errors.length);
            errors = Arrays.copyOf(errors, errors.length + kept);
            System.arraycopy(own, 0, errors, errors.length - kept, kept);
        }
        return errors;
    }

    private static byte[] bytes(TrainedAutoencoder model) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ModelFile.write(model, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
