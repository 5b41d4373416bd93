package io.sparkae.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.sparkae.export.ExportFixture.Runtime;
import io.sparkae.export.ModelExport.Format;
import io.sparkae.export.ModelExport.Part;
import io.sparkae.files.Json;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.TrainedAutoencoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

/** The real ONNX Runtime computes what {@link TrainedAutoencoder} computes. */
class OnnxFileTest {
    private static final InputShape DIGITS = new InputShape(28, 28);
    private static final InputShape SMALL = new InputShape(4, 6);
    private static final int ROWS = 10_000;
    private static final double MOST = 1e-5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.family=dense model.hidden=[64]",
                "model.family=dense model.hidden=[32,16] model.activity-penalty.kind=l1 model.corruption.kind=gaussian",
                "model.family=tied model.hidden=[48] model.activation=elu model.code-activation=tanh",
                "model.family=contractive model.code-activation=sigmoid model.hidden=[]",
                "model.family=pca",
                "model.family=vae model.hidden=[64]",
                "model.family=conv-vae model.hidden=[16] model.convolution.filters=[2,2,2] "
                        + "model.convolution.strides=[2,1,2]"
            })
    void runtimeGivesTheSameForTenThousandRows(String settings) throws Exception {
        TrainedAutoencoder model = ExportFixture.trained("model.code=8 " + settings, DIGITS, new UnitScaling());
        float[] pixels = ExportFixture.pixels(ROWS, DIGITS);
        float[] features = model.format().scaling().apply(pixels, model.features());
        TrainedAutoencoder.Pass expected = model.apply(features, ROWS);

        double code;
        try (Runtime encoder = runtime(model, Part.ENCODER)) {
            code = ExportFixture.difference(expected.codes(), encoder.run("pixels", pixels, ROWS, 1000, "code"));
            int few = 50;
            float[] ones = encoder.run("pixels", Arrays.copyOf(pixels, few * model.features()), few, 1, "code");
            double difference = ExportFixture.difference(Arrays.copyOf(expected.codes(), ones.length), ones);
            assertTrue(difference < MOST, "row by row " + difference);
        }
        double decoded;
        try (Runtime decoder = runtime(model, Part.DECODER)) {
            decoded = ExportFixture.difference(
                    expected.reconstructions(), decoder.run("code", expected.codes(), ROWS, 1000, "reconstruction"));
        }
        double whole;
        double error;
        try (Runtime both = runtime(model, Part.WHOLE)) {
            whole = Math.max(
                    ExportFixture.difference(
                            expected.reconstructions(), both.run("pixels", pixels, ROWS, 1000, "reconstruction")),
                    ExportFixture.difference(expected.codes(), both.run("pixels", pixels, ROWS, 777, "code")));
            error = ExportFixture.difference(
                    errors(features, expected.reconstructions()),
                    both.run("pixels", pixels, ROWS, 1000, "reconstruction_error"));
        }
        String found = String.format(
                Locale.ROOT,
                "%s: encoder %.1e, decoder %.1e, whole %.1e, error %.1e",
                settings,
                code,
                decoded,
                whole,
                error);
        assertTrue(Math.max(Math.max(code, decoded), Math.max(whole, error)) < MOST, found);
    }

    static Stream<Activation> activations() {
        return Arrays.stream(Activation.values()).filter(each -> each != Activation.RRELU);
    }

    /** With inputs of either sign, large enough for bounds. Three cubes on one another would magnify rounding: one has to do. */
    @ParameterizedTest
    @MethodSource("activations")
    void everyActivationIsExported(Activation activation) throws Exception {
        String name = activation.name().toLowerCase(Locale.ROOT);
        String others = activation == Activation.CUBE ? "identity" : name;
        for (String family : new String[] {
            "model.family=dense model.hidden=[9]",
            "model.family=conv-vae model.hidden=[] model.convolution.filters=[3,2] model.convolution.strides=[1,2]"
        }) {
            String settings = family + " model.code=3 model.loss=mse model.activation=" + others
                    + " model.code-activation=" + name + " model.output-activation=" + others;
            TrainedAutoencoder model = ExportFixture.trained(settings, SMALL, new UnitScaling());
            float[] rows = new float[200 * SMALL.features()];
            Random random = new Random(7);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = 3 * 255 * (float) random.nextGaussian();
            }
            TrainedAutoencoder.Pass expected =
                    model.apply(model.format().scaling().apply(rows, model.features()), 200);

            try (Runtime both = runtime(model, Part.WHOLE)) {
                requireNear(expected.codes(), both.run("pixels", rows, 200, 200, "code"), family);
                requireNear(expected.reconstructions(), both.run("pixels", rows, 200, 200, "reconstruction"), family);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,1]", "[2,1]", "[1,2]", "[2,2]"})
    void convolutionsOfAnyStrideAndKernelAreExported(String strides) throws Exception {
        for (int kernel = 1; kernel <= 5; kernel++) {
            TrainedAutoencoder model = ExportFixture.trained(
                    "model.family=conv-vae model.hidden=[] model.code=2 model.convolution.filters=[3,2] "
                            + "model.convolution.kernel=" + kernel + " model.convolution.strides=" + strides,
                    new InputShape(8, 12),
                    new UnitScaling());
            float[] pixels = ExportFixture.pixels(20, new InputShape(8, 12));
            float[] features = model.format().scaling().apply(pixels, model.features());

            try (Runtime both = runtime(model, Part.WHOLE)) {
                requireNear(
                        model.reconstruct(features, 20),
                        both.run("pixels", pixels, 20, 20, "reconstruction"),
                        "kernel " + kernel);
            }
        }
    }

    /** Numbers around a million that differ by one: their mean does not fit single precision. */
    @Test
    void standardisedNumbersKeepTheirPrecision() throws Exception {
        double[] mean = new double[SMALL.features()];
        double[] deviation = new double[SMALL.features()];
        float[] rows = new float[100 * mean.length];
        Random random = new Random(8);
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 1e6 + random.nextDouble();
            deviation[i] = i == 3 ? 0 : 0.5 + random.nextDouble();
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) (1e6 + 2 * random.nextGaussian());
        }
        Scaling scaling = new StandardScaling(mean, deviation);
        TrainedAutoencoder model = ExportFixture.trained(
                "model.hidden=[] model.code=5 model.loss=mse model.output-activation=identity", SMALL, scaling);
        float[] features = scaling.apply(rows, mean.length);

        try (Runtime both = runtime(model, Part.WHOLE)) {
            requireNear(model.encode(features, 100), both.run("pixels", rows, 100, 100, "code"), "standard");
            requireNear(
                    model.reconstruct(features, 100), both.run("pixels", rows, 100, 100, "reconstruction"), "standard");
        }
    }

    @Test
    void rowsThatAreNotScaledGoInAsTheyAre() throws Exception {
        TrainedAutoencoder model = ExportFixture.trained("model.hidden=[9] model.code=3", SMALL, new NoScaling());
        float[] rows = ExportFixture.pixels(30, SMALL);

        try (Runtime encoder = runtime(model, Part.ENCODER)) {
            requireNear(model.encode(rows, 30), encoder.run("pixels", rows, 30, 30, "code"), "none");
        }
    }

    @Test
    void inputsAndOutputsHavePlainNamesAndAnyNumberOfRows() throws Exception {
        TrainedAutoencoder model = ExportFixture.trained("model.hidden=[9] model.code=3", SMALL, new UnitScaling());

        try (Runtime encoder = runtime(model, Part.ENCODER);
                Runtime decoder = runtime(model, Part.DECODER);
                Runtime whole = runtime(model, Part.WHOLE)) {
            TensorInfo pixels =
                    (TensorInfo) encoder.session().getInputInfo().get("pixels").getInfo();
            assertEquals(OnnxJavaType.FLOAT, pixels.type);
            assertArrayEquals(new long[] {-1, 24}, pixels.getShape());
            assertEquals("N", pixels.getDimensionNames()[0]);
            assertEquals("[code]", encoder.session().getOutputNames().toString());
            assertEquals("[code]", decoder.session().getInputNames().toString());
            assertEquals("[reconstruction]", decoder.session().getOutputNames().toString());
            assertEquals(
                    "[code, reconstruction, reconstruction_error]",
                    whole.session().getOutputNames().toString());
        }
    }

    @Test
    void metadataSaysWhatTheModelIs() throws Exception {
        Scaling scaling = new StandardScaling(new double[24], new double[24]);
        TrainedAutoencoder model = ExportFixture.trained(
                "model.hidden=[9] model.code=3 model.loss=mse model.output-activation=identity", SMALL, scaling);

        byte[] file = ExportFixture.bytes(model, Part.ENCODER, Format.ONNX);

        OnnxMl.ModelProto read = OnnxMl.ModelProto.parseFrom(file);
        assertEquals("sparkae", read.getProducerName());
        assertEquals(13, read.getOpsetImport(0).getVersion());
        try (Runtime encoder = new Runtime(file)) {
            Map<String, String> metadata = encoder.session().getMetadata().getCustomMetadata();
            assertEquals(model.settings(), Json.parse(metadata.get("settings"), ModelSettings.class));
            assertEquals(scaling, Json.parse(metadata.get("scaling"), Scaling.class));
            assertEquals("[\"nought\",\"1\\\"\"]", metadata.get("class-names"));
            assertEquals("[4,6,1]", metadata.get("image"));
            assertEquals("encoder", metadata.get("part"));
            assertEquals(model.versions(), Json.parse(metadata.get("trained-with"), Map.class));
        }
    }

    @Test
    void equalModelsGiveEqualBytes() throws Exception {
        for (Format format : Format.values()) {
            assertArrayEquals(
                    ExportFixture.bytes(
                            ExportFixture.trained("model.family=vae", SMALL, new UnitScaling()), Part.WHOLE, format),
                    ExportFixture.bytes(
                            ExportFixture.trained("model.family=vae", SMALL, new UnitScaling()), Part.WHOLE, format));
        }
    }

    private static Runtime runtime(TrainedAutoencoder model, Part part) throws Exception {
        return new Runtime(ExportFixture.bytes(model, part, Format.ONNX));
    }

    /** Within 1e-5, relative to the largest value if that is above 1: sums of large values may come to small ones. */
    private static void requireNear(float[] expected, float[] found, String what) {
        float largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        double difference = ExportFixture.difference(expected, found);
        assertTrue(difference < MOST * largest, what + ": " + difference + " of up to " + largest);
    }

    private static float[] errors(float[] features, float[] reconstructions) {
        int width = DIGITS.features();
        float[] errors = new float[features.length / width];
        for (int row = 0; row < errors.length; row++) {
            double sum = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                double difference = (double) reconstructions[i] - features[i];
                sum += difference * difference;
            }
            errors[row] = (float) (sum / width);
        }
        return errors;
    }
}
