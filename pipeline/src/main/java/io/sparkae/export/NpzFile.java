package io.sparkae.export;

import io.sparkae.files.Json;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.scaling.UnitScaling;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as a file that {@code numpy.load} opens, pickle not allowed: a zip of arrays in NumPy's format 1.0
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Its arrays:
 *
 * <ul>
 *   <li>{@code encoder.I.weight}, {@code encoder.I.bias}, {@code decoder.I.weight}, {@code decoder.I.bias}: float32, C order,
 *       I counting the layers of {@code layers} from 0; shapes as {@link ExportedLayer} says
 *   <li>{@code scaling.mean}, {@code scaling.deviation}: float64 {@code [features]}; a feature is
 *       {@code (pixel − mean)/deviation}, 0 where the deviation is 0, whatever the scaling
 *   <li>{@code layers}, {@code model}: JSON as one string each, the layers in the order in which rows pass through them, and
 *       {@link ModelExport#description}
 * </ul>
 */
final class NpzFile {
    /** The first that a zip can hold, in no time zone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int AT_ONCE = 1 << 16;

    private final ZipOutputStream zip;

    private NpzFile(ZipOutputStream zip) {
        this.zip = zip;
    }

    /** Writes a model. */
    static void write(ModelExport export, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        NpzFile file = new NpzFile(zip);
        List<ListedLayer> layers = new ArrayList<>();
        if (export.part().encodes()) {
            file.add(export.encoder(), "encoder", layers);
        }
        if (export.part().decodes()) {
            file.add(export.decoder(), "decoder", layers);
        }
        file.add(export.model().format().scaling(), export.model().features());
        file.text("layers", Json.line(layers));
        file.text("model", Json.line(export.description()));
        zip.finish();
    }

    /** An entry of {@code layers}; see {@link ExportedLayer.Description}. */
    private record ListedLayer(
            String name,
            String kind,
            String activation,
            List<Integer> shape,
            List<Integer> strides,
            List<Integer> padding) {
        static ListedLayer of(String name, ExportedLayer.Description layer) {
            return new ListedLayer(
                    name, layer.kind(), layer.activation(), layer.shape(), layer.strides(), layer.padding());
        }
    }

    private void add(List<ExportedLayer> layers, String part, List<ListedLayer> listed) throws IOException {
        for (int i = 0; i < layers.size(); i++) {
            String name = part + "." + i;
            layers.get(i).addTo(this, name);
            listed.add(ListedLayer.of(name, layers.get(i).description()));
        }
    }

    private void add(Scaling scaling, int features) throws IOException {
        double[] mean = new double[features];
        double[] deviation = new double[features];
        Arrays.fill(deviation, scaling instanceof UnitScaling ? 255 : 1);
        if (scaling instanceof StandardScaling standard) {
            mean = standard.mean();
            deviation = standard.deviation();
        }
        doubles("scaling.mean", mean);
        doubles("scaling.deviation", deviation);
    }

    /** Adds an array of float32. */
    void floats(String name, float[] values, long... shape) throws IOException {
        begin(name, "<f4", shape);
        ByteBuffer some = ByteBuffer.allocate(Float.BYTES * Math.min(AT_ONCE, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, values.length - from);
            some.asFloatBuffer().put(values, from, count);
            zip.write(some.array(), 0, Float.BYTES * count);
        }
        zip.closeEntry();
    }

    private void doubles(String name, double[] values) throws IOException {
        begin(name, "<f8", values.length);
        ByteBuffer all = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        all.asDoubleBuffer().put(values);
        zip.write(all.array());
        zip.closeEntry();
    }

    /** Adds a string as an array without dimensions. */
    private void text(String name, String text) throws IOException {
        int[] characters = text.codePoints().toArray();
        begin(name, "<U" + characters.length);
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES * characters.length).order(ByteOrder.LITTLE_ENDIAN);
        all.asIntBuffer().put(characters);
        zip.write(all.array());
        zip.closeEntry();
    }

    private void begin(String name, String type, long... shape) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(header(type, shape));
    }

    /** Magic, length and a Python dictionary, padded so that the values begin at a multiple of 64. */
    private static byte[] header(String type, long... shape) {
        String sizes = LongStream.of(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int prefix = MAGIC.length + Short.BYTES;
        int length = (prefix + dictionary.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) (length - prefix));
        header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < length - 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
