package io.sparkae.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that a mistyped one most likely stands for. */
final class NearestName {
    private NearestName() {}

    /** The name of {@code known} with the least edit distance (Levenshtein 1966) to {@code name}. */
    static String of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(k -> distance(name, k)).thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
