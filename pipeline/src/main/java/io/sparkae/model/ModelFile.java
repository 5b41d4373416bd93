package io.sparkae.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.model.ReconstructionSum.HeldOutErrors;
import io.sparkae.platform.BlasKernels;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.platform.NativeArrays;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The self-contained file of a trained model, a zip: the entries that DL4J's {@code ModelSerializer} writes and can read,
 * and {@code sparkae-model.json} ({@link ModelDescription}). Equal models give equal bytes: entries carry no time of writing.
 * Reading does not use {@code ModelSerializer}, which deserialises Java objects of a file.
 */
public final class ModelFile {

    /** Arrays of the parameters' size held at a time: as read, copied for the kernels, reordered, and the gradient. */
    private static final long HEAP_COPIES = 4;

    /** The network's parameters, the kernels' values and gradient. */
    private static final long NATIVE_COPIES = 3;

    static {
        BlasKernels.choose();
    }

    private ModelFile() {}

    /** Writes a model; the updater's state goes with it unless its network is kept in another form than trained. */
    public static void write(TrainedAutoencoder model, OutputStream out) throws IOException {
        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        ModelSerializer.writeModel(model.network(), stock, true);
        ZipOutputStream zip = new ZipOutputStream(out);
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(stock.toByteArray()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                put(zip, entry.getName(), entries.readAllBytes());
            }
        }
        put(
                zip,
                ModelArchive.Entry.DESCRIPTION.fileName(),
                ModelDescription.of(model).json());
        zip.finish();
    }

    /**
     * A model file's bytes.
     *
     * @throws StageOutputException if there are more of them than this process has memory for
     */
    public static byte[] bytes(FileSystem fs, Path file) throws IOException {
        long length = fs.getFileStatus(file).getLen();
        long most = Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 2);
        if (length > most) {
            throw new StageOutputException(file + " has " + length + " bytes, expected at most " + most
                    + ", which is what the heap has room for");
        }
        try (InputStream in = fs.open(file)) {
            return in.readNBytes((int) length);
        }
    }

    /**
     * Reads a model written by {@link TrainedAutoencoder#save} that is an earlier stage's output.
     *
     * @param name of the file, for the message
     * @throws StageOutputException if the bytes are not such a file
     */
    public static TrainedAutoencoder read(byte[] file, String name) {
        try {
            return read(file);
        } catch (IOException unusable) {
            throw new StageOutputException(name + " is not a model that can be used (" + unusable.getMessage()
                    + "): run 'sparkae train --force' with this --run-dir to make it again");
        }
    }

    /**
     * Reads a model written by {@link TrainedAutoencoder#save}. No class is loaded by a name in the file, no object deserialised, and
     * nothing allocated before what the file claims has been compared with what its settings come to and with memory.
     *
     * @throws IOException if the bytes are not such a file
     */
    public static TrainedAutoencoder read(byte[] file) throws IOException {
        long mostFloats = Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / Float.BYTES);
        ModelArchive archive = ModelArchive.read(file, mostFloats);
        ModelDescription description = ModelDescription.read(archive.description());
        RowFormat format = description.rowFormat();
        MultiLayerConfiguration configuration =
                KeptNetwork.configuration(description.settings(), format.shape(), archive.configuration());
        long parameters = KeptNetwork.parameters(configuration);
        if (archive.parameters() != parameters) {
            throw new IOException("its settings describe a network of " + parameters + " parameters, and it holds "
                    + archive.parameters());
        }
        requireMemory(configuration, parameters);
        float[] values = ModelArchive.coefficients(file, (int) parameters);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init(NativeArrays.matrix(values, 1, values.length), false);
        return new TrainedAutoencoder(
                network,
                description.settings(),
                format,
                description.versions(),
                Optional.ofNullable(description.heldOutErrors()));
    }

    /** Refuses what {@link TrainedAutoencoder} has no memory to compute with; each task of an executor needs as much. */
    private static void requireMemory(MultiLayerConfiguration configuration, long parameters) throws IOException {
        long widest = KeptNetwork.widest(configuration);
        long layers = Float.BYTES * widest * TrainedAutoencoder.rowsThrough(widest);
        long heap = HEAP_COPIES * Float.BYTES * parameters + layers;
        long natives = NATIVE_COPIES * Float.BYTES * parameters + layers;
        requireMemory(parameters, heap, Runtime.getRuntime().maxMemory(), "of heap");
        if (Pointer.maxBytes() > 0) {
            requireMemory(parameters, natives, Pointer.maxBytes(), "for native arrays");
        }
    }

    private static void requireMemory(long parameters, long needed, long most, String where) throws IOException {
        if (needed > most) {
            throw new IOException("its network has " + parameters + " parameters, for which it takes "
                    + MemoryRoom.gigabytes(needed) + " " + where + ", and there are " + MemoryRoom.gigabytes(most));
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0L);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * The entry {@code sparkae-model.json} of a model file: all that applying a network to new rows needs beside its weights.
     *
     * @param format version of the entry, {@value #FORMAT}
     * @param settings that made the model
     * @param imageHeight of its rows, in pixels
     * @param imageWidth of its rows, in pixels
     * @param imageChannels values a pixel
     * @param scaling of the features
     * @param classNames in label order
     * @param versions of the software that trained the model, name to version
     * @param heldOutErrors of rows that the model was not trained on; null if unknown
     */
    record ModelDescription(
            int format,
            ModelSettings settings,
            int imageHeight,
            int imageWidth,
            int imageChannels,
            Scaling scaling,
            List<String> classNames,
            Map<String, String> versions,
            HeldOutErrors heldOutErrors) {
        /** Format 1 held the settings only and had no format number. */
        static final int FORMAT = 2;

        /**
         * Upper bound on values of a row and units of a layer: no such network fits into memory, and a product of two of them
         * fits a long.
         */
        static final int LARGEST = 1 << 24;

        private static final int MOST_VERSIONS = 100;

        static ModelDescription of(TrainedAutoencoder model) {
            InputShape shape = model.format().shape();
            return new ModelDescription(
                    FORMAT,
                    model.settings(),
                    shape.height(),
                    shape.width(),
                    shape.channels(),
                    model.format().scaling(),
                    model.format().classNames(),
                    model.versions(),
                    model.heldOutErrors().orElse(null));
        }

        byte[] json() {
            return Json.pretty(this).getBytes(StandardCharsets.UTF_8);
        }

        /**
         * Reads the entry.
         *
         * @throws IOException if it is of another format, incomplete or out of bounds
         */
        static ModelDescription read(byte[] json) throws IOException {
            String name = ModelArchive.Entry.DESCRIPTION.fileName();
            JsonNode tree = ModelArchive.json(json, name);
            JsonNode format = tree.path("format");
            if (tree.has("family") && format.isMissingNode()) {
                throw new IOException(
                        "it was written by a sparkae whose model files hold no scaling and no image shape");
            }
            if (!format.isInt() || format.intValue() != FORMAT) {
                throw new IOException(name + ": expected format " + FORMAT + ", found " + shown(format));
            }
            ModelDescription found;
            try {
                found = Json.parseStrictly(new String(json, StandardCharsets.UTF_8), ModelDescription.class);
            } catch (JsonProcessingException damaged) {
                throw new IOException(name + " holds no settings of a model: " + damaged.getOriginalMessage(), damaged);
            }
            if (found.settings == null || found.scaling == null || found.classNames == null || found.versions == null) {
                throw new IOException(name + " is incomplete");
            }
            found.requireBounds(name);
            return found;
        }

        InputShape shape() {
            return new InputShape(imageHeight, imageWidth, imageChannels);
        }

        /** @throws IOException if scaling or class names are none, or do not fit the rows */
        RowFormat rowFormat() throws IOException {
            if (scaling instanceof StandardScaling standard
                    && (standard.mean().length != shape().features()
                            || standard.deviation().length != shape().features())) {
                throw new IOException("its scaling: expected " + shape().features() + " means and deviations, found "
                        + standard.mean().length + " and " + standard.deviation().length);
            }
            try {
                return new RowFormat(shape(), scaling, classNames);
            } catch (RuntimeException damaged) { // a name that is null, or too long
                throw new IOException("its class names: " + damaged.getMessage(), damaged);
            }
        }

        private void requireBounds(String name) throws IOException {
            for (int size : new int[] {imageHeight, imageWidth, imageChannels}) {
                if (size < 1) {
                    throw new IOException(name + ": expected an image shape of at least 1 by 1 by 1, found "
                            + imageHeight + " by " + imageWidth + " by " + imageChannels);
                }
            }
            if ((double) imageHeight * imageWidth * imageChannels > LARGEST) {
                throw new IOException(name + ": expected rows of at most " + LARGEST + " values, found " + imageHeight
                        + " by " + imageWidth + " by " + imageChannels);
            }
            if (versions.size() > MOST_VERSIONS || versions.containsValue(null)) {
                throw new IOException(name + ": expected up to " + MOST_VERSIONS + " versions");
            }
        }

        private static String shown(JsonNode format) {
            return format.isNumber() ? format.toString() : "no number";
        }
    }
}
