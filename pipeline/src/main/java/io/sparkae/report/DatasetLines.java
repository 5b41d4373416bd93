package io.sparkae.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came in, as lines for people.
 *
 * @param dataset the group of {@code metrics.json}
 */
record DatasetLines(Map<String, Object> dataset) {

    /** Takes a line. */
    @FunctionalInterface
    interface Lines {
        /** @param format with its values, as of {@link String#format} */
        void add(String name, String format, Object... values);
    }

    void forEach(Lines lines) {
        lines.add(
                "data",
                "%,d training, %,d validation, %,d test rows of %s features; %,d rejected",
                dataset.get("trainRows"),
                dataset.get("validationRows"),
                dataset.get("testRows"),
                dataset.get("features"),
                dataset.get("rejectedRows"));
        splits().filter(split -> !split.getValue().isEmpty()).forEach(split -> lines.add("", "%s", describe(split)));
        lines.add(
                "",
                "%,d training and %,d test rows repeat another's pixels, %,d test rows a training row's",
                dataset.get("duplicateTrainRows"),
                dataset.get("duplicateTestRows"),
                dataset.get("testRowsInTrain"));
        for (Object warning : (List<?>) dataset.getOrDefault("warnings", List.of())) {
            lines.add("warning", "%s", warning);
        }
    }

    private Stream<Map.Entry<String, Map<?, ?>>> splits() {
        Map<?, ?> splits = (Map<?, ?>) dataset.getOrDefault("splits", Map.of());
        return Stream.of("train", "validation", "test")
                .filter(splits::containsKey)
                .map(split -> Map.entry(split, (Map<?, ?>) splits.get(split)));
    }

    private static String describe(Map.Entry<String, Map<?, ?>> split) {
        Map<?, ?> figures = split.getValue();
        long unlabelled = ((Number) figures.get("unlabelledRows")).longValue();
        return String.format(
                Locale.ROOT,
                "%s: pixel mean %.4g, variance %.4g, %s constant pixels; of each class %s%s",
                split.getKey(),
                figures.get("pixelMean"),
                figures.get("pixelVariance"),
                figures.get("constantPixels"),
                ((List<?>) figures.get("classCounts"))
                        .stream().map(Objects::toString).collect(Collectors.joining(" ")),
                unlabelled == 0 ? "" : String.format(Locale.ROOT, "; %,d without a label", unlabelled));
    }
}
