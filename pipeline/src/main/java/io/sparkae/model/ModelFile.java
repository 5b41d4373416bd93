package io.sparkae.model;

import io.sparkae.dataset.Json;
import io.sparkae.natives.BlasKernels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The file of a trained model: what DL4J's {@code ModelSerializer} writes and reads, with the settings that made it as
 * one more entry, {@code sparkae-model.json}. Equal models give equal bytes: entries carry no time of writing.
 */
public final class ModelFile {
    private static final String SETTINGS_ENTRY = "sparkae-model.json";

    static {
        BlasKernels.choose();
    }

    private ModelFile() {}

    /**
     * Writes a trained network, in the form that it is kept in.
     *
     * @param trained with its updater state, which goes into the file unless its network is kept in another form
     */
    public static void write(MultiLayerNetwork trained, ModelSettings settings, OutputStream out) throws IOException {
        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        ModelSerializer.writeModel(Networks.kept(trained, settings), stock, true);
        ZipOutputStream zip = new ZipOutputStream(out);
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(stock.toByteArray()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                put(zip, entry.getName(), entries.readAllBytes());
            }
        }
        put(zip, SETTINGS_ENTRY, Json.pretty(settings).getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }

    /**
     * Reads a model written by {@link #write}.
     *
     * @throws IOException if the bytes are not such a file
     */
    public static Autoencoder read(byte[] file) throws IOException {
        ModelSettings settings = null;
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(SETTINGS_ENTRY)) {
                    settings =
                            Json.parse(new String(entries.readAllBytes(), StandardCharsets.UTF_8), ModelSettings.class);
                }
            }
        }
        if (settings == null) {
            throw new IOException("not a model of sparkae: it has no entry " + SETTINGS_ENTRY);
        }
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false);
        return new Autoencoder(network, settings);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0L);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
