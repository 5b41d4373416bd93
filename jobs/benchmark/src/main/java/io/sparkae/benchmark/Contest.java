package io.sparkae.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/** Lets contenders take turns for several rounds and compares their medians. */
final class Contest {
    private final PrintWriter out;
    private final String unit;
    private final Map<Contender, List<Double>> seconds = new LinkedHashMap<>();

    /** @param unit of the measured values, for the table */
    Contest(PrintWriter out, String unit) {
        this.out = out;
        this.unit = unit;
    }

    /** Runs all rounds; a missing contender is reported once and left out of later rounds. */
    void run(List<Contender> contenders, int rounds) throws IOException, InterruptedException {
        contenders.forEach(contender -> seconds.put(contender, new ArrayList<>()));
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : List.copyOf(seconds.keySet())) {
                say("  round %d/%d: %s", round, rounds, contender.name());
                try {
                    seconds.get(contender).addAll(afterWarmUp(contender.seconds()));
                } catch (PythonScript.MissingPeerException missing) {
                    say("  %s is skipped: %s", contender.name(), missing.getMessage());
                    seconds.remove(contender);
                }
            }
        }
    }

    /** The second half of a round's repetitions; the first half warms up. */
    private static List<Double> afterWarmUp(List<Double> round) {
        return round.subList(round.size() / 2, round.size());
    }

    /** Prints median and range of each contender. */
    void table() {
        seconds.forEach((contender, all) -> say(
                "  %-48s %7.2f  (%.2f to %.2f) %s",
                contender.name(), median(contender), Collections.min(all), Collections.max(all), unit));
    }

    /** The median of a contender that was not missing. */
    double median(Contender contender) {
        return median(seconds.get(contender));
    }

    /** The median; of an even number of values the mean of the two in the middle. */
    static double median(List<Double> values) {
        return StatUtils.percentile(
                values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
    }

    /** Prints the ratio of one contender's median to the best median of some peers; nothing if either is missing. */
    void compare(Contender ours, String with, List<Contender> peers) {
        List<Contender> present = peers.stream().filter(seconds::containsKey).toList();
        if (seconds.containsKey(ours) && !present.isEmpty()) {
            double best = present.stream().mapToDouble(this::median).min().orElseThrow();
            say("  %s takes %.2f x the time of %s", ours.name(), median(ours) / best, with);
        }
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
