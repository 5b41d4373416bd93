package io.sparkae.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.model.layer.SeededNoise;
import io.sparkae.platform.NativeArrays;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Models trained for a few steps, rows, and ONNX Runtime as the oracle. */
final class ExportFixture {
    private static final int STEPS = 5;
    private static final int BATCH = 32;

    private ExportFixture() {}

    /** Grey values of images, most of them 0 as in digits. */
    static float[] pixels(int rows, InputShape shape) {
        Random random = new Random(5);
        float[] pixels = new float[rows * shape.features()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt(5) == 0 ? random.nextInt(256) : 0;
        }
        return pixels;
    }

    /** A model with weights and biases that are none of the initial ones. */
    static TrainedAutoencoder trained(String settings, InputShape shape, Scaling scaling) {
        ModelSettings model = Fixtures.model(settings.split(" "));
        MultiLayerNetwork network =
                Networks.initialised(Networks.configuration(model, shape, Optimizer.of(new Adam(0.003)), 42));
        float[] features = scaling.apply(pixels(BATCH, shape), shape.features());
        INDArray rows = NativeArrays.matrix(features, BATCH, shape.features());
        if (model.family().isTrained()) {
            for (int step = 0; step < STEPS; step++) {
                SeededNoise.seed(network, step);
                network.fit(rows, rows);
            }
        } else {
            Random random = new Random(6);
            float[] values = new float[(int) network.numParams()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() / 28;
            }
            network.setParams(NativeArrays.matrix(values, 1, values.length));
        }
        return TrainedAutoencoder.of(network, model, new RowFormat(shape, scaling, List.of("nought", "1\"")));
    }

    static byte[] bytes(TrainedAutoencoder model, ModelExport.Part part, ModelExport.Format format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ModelExport(model, part).write(format, out);
        return out.toByteArray();
    }

    /** What an ONNX file gives, by ONNX Runtime on one thread. */
    static final class Runtime implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;

        Runtime(byte[] file) throws OrtException {
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                session = environment.createSession(file, options);
            }
        }

        OrtSession session() {
            return session;
        }

        /**
         * One output of all rows.
         *
         * @param values {@code [rows, width]}
         * @param batch rows at a time
         */
        float[] run(String input, float[] values, int rows, int batch, String output) throws OrtException {
            int width = values.length / rows;
            float[] all = {};
            for (int from = 0; from < rows; from += batch) {
                int count = Math.min(batch, rows - from);
                FloatBuffer some =
                        FloatBuffer.wrap(values, from * width, count * width).slice();
                try (OnnxTensor tensor = OnnxTensor.createTensor(environment, some, new long[] {count, width});
                        OrtSession.Result result = session.run(Map.of(input, tensor), Set.of(output))) {
                    FloatBuffer given = ((OnnxTensor) result.get(0)).getFloatBuffer();
                    int each = given.remaining() / count;
                    all = all.length == 0 ? Arrays.copyOf(all, each * rows) : all;
                    given.get(all, from * each, count * each);
                }
            }
            return all;
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }

    /** The largest absolute difference; infinite if sizes differ or a value is no number. */
    static double difference(float[] expected, float[] found) {
        if (expected.length != found.length || expected.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            largest =
                    difference <= largest ? largest : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }
        return largest;
    }
}
