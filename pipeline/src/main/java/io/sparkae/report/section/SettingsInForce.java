package io.sparkae.report.section;

import io.sparkae.run.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings that decided a run's outputs, as its manifests have them; a table for each group. */
final class SettingsInForce {
    private static final int LONGEST = 120;

    private SettingsInForce() {}

    static Optional<Section> of(RunView run) {
        Map<String, String> settings = new TreeMap<>();
        for (Manifest manifest : MadeFrom.manifests(run)) {
            manifest.settings().forEach((key, value) -> settings.put(key, cut(String.valueOf(value))));
        }
        Map<String, List<List<String>>> groups = new LinkedHashMap<>();
        settings.forEach((key, value) -> groups.computeIfAbsent(key.split("\\.")[0], group -> new ArrayList<>())
                .add(List.of(key, value)));
        List<Block> tables = new ArrayList<>();
        groups.forEach(
                (group, rows) -> tables.add(new Block.Table("Settings " + group, List.of("setting", "value"), rows)));
        return Optional.of(new Section("settings", "Settings in force", tables));
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + " …";
    }
}
