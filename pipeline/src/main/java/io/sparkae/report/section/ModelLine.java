package io.sparkae.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model in one line. */
final class ModelLine {
    private static final String PREFIX = "model.";

    private ModelLine() {}

    /**
     * The line.
     *
     * @param settings in force when it was trained
     * @param features of a row
     */
    static String of(Map<String, Object> settings, int features) {
        String family = text(settings, "family");
        if (family.equals("pca")) {
            return "principal components: " + features + " – " + text(settings, "code") + " – " + features;
        }
        List<String> parts = new ArrayList<>();
        parts.add(family + ": " + sizes(settings, features));
        parts.add(text(settings, "code-activation") + " code");
        parts.add(text(settings, "output-activation") + " output");
        parts.add(text(settings, "loss") + " loss");
        if (!text(settings, "corruption.kind").equals("none")) {
            parts.add(text(settings, "corruption.kind") + " corruption of the input");
        }
        if (!text(settings, "activity-penalty.kind").equals("none")) {
            parts.add(text(settings, "activity-penalty.kind") + " penalty on the code");
        }
        if (Boolean.TRUE.equals(settings.get("training.layerwise"))) {
            parts.add("trained layer by layer");
        }
        return String.join(", ", parts);
    }

    private static String sizes(Map<String, Object> settings, int features) {
        List<String> sizes = new ArrayList<>();
        sizes.add(Integer.toString(features));
        if (text(settings, "family").startsWith("conv")) {
            sizes.add("convolutions of " + text(settings, "convolution.filters") + " filters");
        }
        if (settings.get(PREFIX + "hidden") instanceof List<?> hidden) {
            hidden.forEach(size -> sizes.add(String.valueOf(size)));
        }
        sizes.add(text(settings, "code"));
        return String.join(" – ", sizes) + " and back";
    }

    private static String text(Map<String, Object> settings, String key) {
        return String.valueOf(settings.getOrDefault(PREFIX + key, "none"));
    }
}
