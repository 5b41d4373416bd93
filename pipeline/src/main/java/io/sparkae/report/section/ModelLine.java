package io.sparkae.report.section;

import io.sparkae.model.ModelSettings;
import io.sparkae.settings.Settings;
import java.util.List;
import java.util.Map;

/** A trained model in one line. */
final class ModelLine {
    private ModelLine() {}

    /**
     * The line, as the model's family words it.
     *
     * @param settings in force when it was trained
     * @param features of a row
     */
    static String of(Map<String, Object> settings, int features) {
        List<String> pairs = settings.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("model."))
                .map(entry -> Settings.pair(entry.getKey(), entry.getValue()))
                .toList();
        ModelSettings model = ModelSettings.read(Settings.load(List.of(), pairs).reader());
        String line = model.family().line(model, features);
        return Boolean.TRUE.equals(settings.get("training.layerwise")) ? line + ", trained layer by layer" : line;
    }
}
