package io.sparkae.model;

import io.sparkae.dataset.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

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

    /** Writes the network with its updater state, so that training can go on from it. */
    public static void write(MultiLayerNetwork network, ModelSettings settings, OutputStream out) throws IOException {
        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        ModelSerializer.writeModel(withStockLoss(network), stock, true);
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
        return new Autoencoder(network, Networks.codeLayer(settings));
    }

    /** The same network for a DL4J that has no class of ours: it differs in what {@code score} returns, a sum over pixels. */
    private static MultiLayerNetwork withStockLoss(MultiLayerNetwork network) {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        int last = configuration.getConfs().size() - 1;
        if (!(configuration.getConf(last).getLayer() instanceof BaseOutputLayer output)
                || !(output.getLossFn() instanceof LogitCrossEntropy)) {
            return network;
        }
        output.setLossFn(new LossBinaryXENT());
        MultiLayerNetwork portable = new MultiLayerNetwork(configuration);
        portable.init(network.params(), true);
        INDArray updaterState = network.getUpdater(true).getStateViewArray();
        if (updaterState != null) {
            portable.getUpdater(true).setStateViewArray(portable, updaterState, true);
        }
        return portable;
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
