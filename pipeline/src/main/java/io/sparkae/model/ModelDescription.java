package io.sparkae.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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
 */
record ModelDescription(
        int format,
        ModelSettings settings,
        int imageHeight,
        int imageWidth,
        int imageChannels,
        Scaling scaling,
        List<String> classNames,
        Map<String, String> versions) {
    /** 1 was the settings alone, without a number. */
    static final int FORMAT = 2;

    /** The largest number of values of a row, units of a layer and so on: above what fits into memory, below overflows. */
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
                model.versions());
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
            throw new IOException("it was written by a sparkae whose model files hold no scaling and no image shape");
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
                throw new IOException(name + ": expected an image shape of at least 1 by 1 by 1, found " + imageHeight
                        + " by " + imageWidth + " by " + imageChannels);
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
