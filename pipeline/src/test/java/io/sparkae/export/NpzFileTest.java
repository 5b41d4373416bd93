package io.sparkae.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.export.ModelExport.Format;
import io.sparkae.export.ModelExport.Part;
import io.sparkae.files.Json;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.model.InputShape;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.NativeArrays;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The arrays of an npz, read back by the format's definition. {@code ExportIT} reads them with NumPy. */
class NpzFileTest {
    private static final InputShape SMALL = new InputShape(4, 6);

    @Test
    void aDenseModelHasWeightsAndBiasesOfEachLayer() throws IOException {
        TrainedAutoencoder model = ExportFixture.trained("model.hidden=[5] model.code=3", SMALL, new UnitScaling());

        TreeMap<String, Array> arrays = read(ExportFixture.bytes(model, Part.WHOLE, Format.NPZ));

        assertEquals(
                "{decoder.0.bias=<f4(5,), decoder.0.weight=<f4(3, 5,), decoder.1.bias=<f4(24,),"
                        + " decoder.1.weight=<f4(5, 24,), encoder.0.bias=<f4(5,), encoder.0.weight=<f4(24, 5,),"
                        + " encoder.1.bias=<f4(3,), encoder.1.weight=<f4(5, 3,), layers=<U(), model=<U(),"
                        + " scaling.deviation=<f8(24,), scaling.mean=<f8(24,)}",
                arrays.toString());
        assertArrayEquals(
                NativeArrays.get(model.network().getParam("0_W")),
                arrays.get("encoder.0.weight").floats());
        assertArrayEquals(
                NativeArrays.get(model.network().getParam("3_b")),
                arrays.get("decoder.1.bias").floats());
        assertEquals(255, arrays.get("scaling.deviation").values().getDouble(23 * Double.BYTES));
        assertEquals(
                "{\"activation\":\"relu\",\"kind\":\"dense\",\"name\":\"encoder.0\",\"padding\":[],\"shape\":[5],"
                        + "\"strides\":[]}",
                json(arrays, "layers").get(0).toString());
        assertEquals(
                "sparkae 0.1.0-SNAPSHOT",
                json(arrays, "model").get("written-by").asText());
    }

    @Test
    void aConvolutionalModelHasItsFiltersAndWhereTheyGo() throws IOException {
        TrainedAutoencoder model = ExportFixture.trained(
                "model.family=conv-vae model.hidden=[5] model.code=3 model.convolution.filters=[2,4] "
                        + "model.convolution.strides=[2,1]",
                SMALL,
                new UnitScaling());

        TreeMap<String, Array> arrays = read(ExportFixture.bytes(model, Part.WHOLE, Format.NPZ));

        JsonNode layers = json(arrays, "layers");
        assertEquals("<f4(2, 1, 3, 3,)", arrays.get("encoder.1.weight").toString());
        assertEquals(
                "{\"activation\":\"relu\",\"kind\":\"convolution\",\"name\":\"encoder.1\","
                        + "\"padding\":[0,0,1,1],\"shape\":[2,2,3],\"strides\":[2,2]}",
                layers.get(1).toString());
        assertEquals("encoder.6 mean", named(layers.get(6)));
        assertEquals("<f4(4, 2, 3, 3,)", arrays.get("decoder.2.weight").toString());
        assertEquals("decoder.2 transposed-convolution", named(layers.get(9)));
        assertEquals("[2,4,6]", layers.get(9).get("shape").toString());
    }

    private static String named(JsonNode layer) {
        return layer.get("name").asText() + " " + layer.get("kind").asText();
    }

    @Test
    void aPartHasItsLayersAndTheScalingOnly() throws IOException {
        double[] mean = new double[24];
        Arrays.setAll(mean, i -> i / 3.0);
        TrainedAutoencoder model = ExportFixture.trained(
                "model.hidden=[] model.code=3 model.loss=mse model.output-activation=identity",
                SMALL,
                new StandardScaling(mean, new double[24]));

        TreeMap<String, Array> encoder = read(ExportFixture.bytes(model, Part.ENCODER, Format.NPZ));
        TreeMap<String, Array> decoder = read(ExportFixture.bytes(model, Part.DECODER, Format.NPZ));

        assertEquals(
                "[encoder.0.bias, encoder.0.weight, layers, model, scaling.deviation, scaling.mean]",
                encoder.keySet().toString());
        assertEquals(
                "[decoder.0.bias, decoder.0.weight, layers, model, scaling.deviation, scaling.mean]",
                decoder.keySet().toString());
        assertEquals(mean[23], encoder.get("scaling.mean").values().getDouble(23 * Double.BYTES));
    }

    /** An array's type and shape as in its header, and its bytes. */
    private record Array(String type, String shape, ByteBuffer values) {
        private static final Pattern HEADER =
                Pattern.compile("\\{'descr': '([^']*)', 'fortran_order': False, 'shape': (\\([^)]*\\)), \\} *\n");

        static Array read(byte[] file) {
            ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals("93 4e 55 4d 50 59 01 00", HexFormat.ofDelimiter(" ").formatHex(file, 0, 8));
            int length = all.getShort(8);
            assertEquals(0, (10 + length) % 64);
            Matcher header = HEADER.matcher(new String(file, 10, length, StandardCharsets.US_ASCII));
            assertTrue(header.matches());
            ByteBuffer values = all.position(10 + length).slice().order(ByteOrder.LITTLE_ENDIAN);
            return new Array(header.group(1), header.group(2), values);
        }

        float[] floats() {
            float[] values = new float[this.values.remaining() / Float.BYTES];
            this.values.asFloatBuffer().get(values);
            return values;
        }

        String text() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < values.remaining(); i += Integer.BYTES) {
                text.appendCodePoint(values.getInt(i));
            }
            assertEquals("<U" + values.remaining() / Integer.BYTES, type);
            return text.toString();
        }

        @Override
        public String toString() {
            return type.replaceFirst("U.*", "U") + shape;
        }
    }

    private static JsonNode json(TreeMap<String, Array> arrays, String name) {
        return Json.parse(arrays.get(name).text(), JsonNode.class);
    }

    private static TreeMap<String, Array> read(byte[] file) throws IOException {
        TreeMap<String, Array> arrays = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertTrue(entry.getName().endsWith(".npy"), entry.getName());
                arrays.put(entry.getName().replaceFirst("\\.npy$", ""), Array.read(zip.readAllBytes()));
            }
        }
        return arrays;
    }
}
