package io.sparkae.attack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What processes said of their transactions, in the order in which they held the lock.
 *
 * @param overlaps transactions that were committed although another process had taken the lock meanwhile
 * @param possible tags that the folder may hold in the end: the last commit's, and those that were begun after it and may
 *     have been committed by a process that was killed before it could say so
 */
record TransactionLog(List<String> overlaps, Set<String> possible) {

    static TransactionLog read(List<String> lines) {
        Map<String, Integer> began = new LinkedHashMap<>();
        List<String> overlaps = new ArrayList<>();
        Set<String> committed = new HashSet<>();
        String last = "";
        int lastLine = -1;
        for (int i = 0; i < lines.size(); i++) {
            String tag = lines.get(i).substring(lines.get(i).indexOf(' ') + 1);
            if (lines.get(i).startsWith("begin ")) {
                began.put(tag, i);
            } else {
                for (Map.Entry<String, Integer> other : began.entrySet()) {
                    if (other.getValue() > began.get(tag)) {
                        overlaps.add(tag + " was committed although " + other.getKey() + " had begun after it");
                    }
                }
                committed.add(tag);
                last = tag;
                lastLine = i;
            }
        }
        Set<String> possible = new LinkedHashSet<>();
        possible.add(last);
        for (Map.Entry<String, Integer> begin : began.entrySet()) {
            if (begin.getValue() > lastLine) {
                possible.add(begin.getKey());
            }
        }
        return new TransactionLog(overlaps, possible);
    }

    boolean mayBeLast(String tag) {
        return possible.contains(tag);
    }
}
