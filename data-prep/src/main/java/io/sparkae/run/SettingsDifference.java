package io.sparkae.run;

import io.sparkae.files.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Words what differs between the settings an output was made with and those in force now. */
final class SettingsDifference {
    private SettingsDifference() {}

    /** {@code key: then X, now Y} for each difference, joined by semicolons; empty if there is none. */
    static String describe(Map<String, Object> then, Map<String, Object> now) {
        TreeSet<String> keys = new TreeSet<>(then.keySet());
        keys.addAll(now.keySet());
        List<String> found = new ArrayList<>();
        for (String key : keys) {
            String before = Json.line(then.get(key));
            String after = Json.line(now.get(key));
            if (!before.equals(after)) {
                found.add(key + ": then " + before + ", now " + after);
            }
        }
        return String.join("; ", found);
    }
}
