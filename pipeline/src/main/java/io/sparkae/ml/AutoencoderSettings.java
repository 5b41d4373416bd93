package io.sparkae.ml;

import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;

/**
 * The settings that params come to: {@code conf/reference.conf}, overridden by the param {@code settings}, overridden by the
 * params that are set.
 *
 * @param model {@code model.*}
 * @param training {@code training.*}
 */
record AutoencoderSettings(ModelSettings model, TrainingSettings training) {
    private static final List<String> PREFIXES = List.of("model.", "training.");

    /**
     * Reads and checks the settings.
     *
     * @throws IllegalArgumentException with a line for each problem, in the words of the params
     */
    static AutoencoderSettings of(AutoencoderParams<?> params) {
        List<String> pairs = new ArrayList<>();
        for (String pair : params.getOrDefault(params.settings())) {
            if (PREFIXES.stream().noneMatch(pair::startsWith)) {
                throw new IllegalArgumentException(
                        "settings: expected KEY=VALUE with a key below model. or training., found " + pair);
            }
            pairs.add(pair);
        }
        params.declared().keys().forEach((param, key) -> {
            if (params.isSet(param)) {
                pairs.add(Settings.pair(key, value(params, param)));
            }
        });
        return inWordsOf(params, () -> {
            SettingsReader reader = Settings.load(List.of(), pairs).reader();
            ModelSettings model = ModelSettings.read(reader);
            TrainingSettings training = TrainingSettings.read(reader);
            reader.check();
            return new AutoencoderSettings(model, training);
        });
    }

    /** What is to be done with settings; their problems are told in the words of the params. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    /**
     * Does something with settings.
     *
     * @throws IllegalArgumentException instead of a {@link SettingsException}, with params' names for settings' keys
     */
    static <T> T inWordsOf(AutoencoderParams<?> params, Work<T> work) {
        try {
            return work.run();
        } catch (SettingsException e) {
            String message = e.getMessage();
            for (Map.Entry<Param<?>, String> each : params.declared().keys().entrySet()) {
                message = message.replaceAll(
                        "(?<![\\w.-])" + each.getValue().replace(".", "\\.") + "(?![\\w.-])",
                        each.getKey().name());
            }
            throw new IllegalArgumentException(message, e);
        }
    }

    private static Object value(AutoencoderParams<?> params, Param<?> param) {
        Object value = params.getOrDefault(param);
        return value instanceof int[] ints ? Arrays.stream(ints).boxed().toList() : value;
    }

    /**
     * The shape of rows as images: as the params say, or else square if the number of features is.
     *
     * @throws IllegalArgumentException if the params do not fit the number of features
     */
    static InputShape shape(AutoencoderParams<?> params, int features) {
        int height = (Integer) params.getOrDefault(params.imageHeight());
        int width = (Integer) params.getOrDefault(params.imageWidth());
        int side = (int) Math.round(Math.sqrt(features));
        if (height == 0 && width == 0) {
            return side * side == features ? new InputShape(side, side) : new InputShape(1, features);
        }
        int rows = height > 0 ? height : Math.max(1, features / width);
        int columns = width > 0 ? width : Math.max(1, features / rows);
        if ((long) rows * columns != features) {
            throw new IllegalArgumentException("imageHeight, imageWidth: expected a product of " + features
                    + ", the features of a row, found " + height + " and " + width);
        }
        return new InputShape(rows, columns);
    }
}
