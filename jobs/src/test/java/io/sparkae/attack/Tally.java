package io.sparkae.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what an attack did and found; several campaigns add to it at the same time. */
final class Tally {
    /** Exit codes that the command's contract knows, those of a process ended by SIGINT or SIGTERM included. */
    private static final Set<Integer> CONTRACT = Set.of(0, 2, 3, 4, 130, 143);

    private final SortedMap<String, Integer> runs = new TreeMap<>();
    private final SortedMap<String, Integer> faults = new TreeMap<>();
    private final SortedMap<Integer, Integer> exits = new TreeMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> wrongExits = new ArrayList<>();

    /** A process or command was started. */
    synchronized void run(String where) {
        runs.merge(where, 1, Integer::sum);
    }

    /** A fault was injected. */
    synchronized void fault(String kind) {
        faults.merge(kind, 1, Integer::sum);
    }

    /** A process that was not killed by us ended. */
    synchronized void exit(int code, String what) {
        exits.merge(code, 1, Integer::sum);
        if (!CONTRACT.contains(code)) {
            wrongExits.add("exit " + code + ": " + what);
        }
    }

    /** An output was lost, mixed, or could not be made again. */
    synchronized void lost(String what) {
        lost.add(what);
    }

    /** All that must not happen, a line each. */
    synchronized List<String> problems() {
        List<String> all = new ArrayList<>(lost);
        all.addAll(wrongExits);
        return all;
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line("runs", sum(runs), runs));
        text.append(line("faults injected", sum(faults), faults));
        text.append("  exits                                      ")
                .append(exits)
                .append('\n');
        text.append("  outputs lost or mixed                      ")
                .append(lost.size())
                .append('\n');
        text.append("  exits outside 0, 2, 3, 4, 130, 143         ").append(wrongExits.size());
        return text.toString();
    }

    private static String line(String name, int sum, SortedMap<String, Integer> parts) {
        return String.format("  %-42s %d %s%n", name, sum, parts);
    }

    private static int sum(SortedMap<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
