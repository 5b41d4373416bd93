package io.sparkae.export;

import io.sparkae.files.Json;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.run.Versions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trained model, or a part of it, in a format that other software reads. Equal models give equal bytes. A code that is a
 * distribution is its mean, as in {@link TrainedAutoencoder#encode}.
 *
 * <pre>{@code
 * new ModelExport(TrainedAutoencoder.load(fs, new Path("model.zip")), Part.ENCODER).write(Format.ONNX, out);
 * }</pre>
 *
 * @param model to write
 * @param part of it
 */
public record ModelExport(TrainedAutoencoder model, Part part) {
    /** File formats. */
    public enum Format {
        /** A graph that ONNX Runtime and others compute; pixels in, scaling included. */
        ONNX,
        /** Arrays that NumPy loads: weights, biases and scaling. */
        NPZ
    }

    /** Parts of a model. */
    public enum Part {
        /** Pixels to code. */
        ENCODER,
        /** Code to reconstruction. */
        DECODER,
        /** Pixels to code, reconstruction and its error. */
        WHOLE;

        /** Whether it takes pixels. */
        boolean encodes() {
            return this != DECODER;
        }

        /** Whether it gives reconstructions. */
        boolean decodes() {
            return this != ENCODER;
        }
    }

    /**
     * Writes the file.
     *
     * @param out left open
     * @throws io.sparkae.settings.SettingsException if the format does not hold a model of that size
     */
    public void write(Format format, OutputStream out) throws IOException {
        switch (format) {
            case ONNX -> OnnxFile.write(this, out);
            case NPZ -> NpzFile.write(this, out);
        }
    }

    /** The encoder's layers, up to the code. */
    List<ExportedLayer> encoder() {
        return ExportedLayer.of(model.network(), 0, codeLayer());
    }

    /** The layers after the code. */
    List<ExportedLayer> decoder() {
        return ExportedLayer.of(
                model.network(), codeLayer() + 1, model.network().getnLayers() - 1);
    }

    private int codeLayer() {
        return model.settings().family().codeLayer(model.settings());
    }

    /** What a file says of its model beside the weights, name to text; lists and records are JSON. */
    Map<String, String> description() {
        RowFormat format = model.format();
        Map<String, String> all = new TreeMap<>();
        all.put("class-names", Json.line(format.classNames()));
        all.put("family", model.settings().family().label());
        all.put(
                "image",
                Json.line(List.of(
                        format.shape().height(),
                        format.shape().width(),
                        format.shape().channels())));
        all.put("part", part.name().toLowerCase(Locale.ROOT));
        all.put("scaling", Json.line(format.scaling()));
        all.put("settings", Json.line(model.settings()));
        all.put("trained-with", Json.line(model.versions()));
        all.put("written-by", "sparkae " + Versions.project());
        return all;
    }
}
