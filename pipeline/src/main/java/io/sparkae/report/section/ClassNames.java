package io.sparkae.report.section;

import io.sparkae.rows.RowBlock;
import io.sparkae.run.Manifest;
import io.sparkae.settings.ControlCharacters;
import java.util.List;
import java.util.stream.IntStream;

/** What the classes of a dataset are called. */
final class ClassNames {
    private ClassNames() {}

    /** In label order: the configured names as they can be shown, or else numbers. */
    static List<String> of(Manifest dataset, int classes) {
        if (dataset.settings().get("data.class-names") instanceof List<?> names && !names.isEmpty()) {
            return names.stream()
                    .map(String::valueOf)
                    .map(ControlCharacters::escaped)
                    .toList();
        }
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** The name of a row's class, which it may not have. */
    static String of(int label, List<String> names) {
        if (label == RowBlock.NO_LABEL) {
            return "no label";
        }
        return label < names.size() ? names.get(label) : Integer.toString(label);
    }
}
