package io.sparkae.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lets contenders work in turn, several rounds, and compares the medians. */
final class Comparison {
    private final PrintWriter out;
    private final String unit;
    private final Map<Contender, Timings> timings = new LinkedHashMap<>();

    /** @param unit of what is measured, for the table */
    Comparison(PrintWriter out, String unit) {
        this.out = out;
        this.unit = unit;
    }

    /** Does all rounds; a contender that is missing is said to be and left out from then on. */
    void run(List<Contender> contenders, int rounds) throws IOException, InterruptedException {
        contenders.forEach(contender -> timings.put(contender, new Timings()));
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : List.copyOf(timings.keySet())) {
                say("  round %d/%d: %s", round, rounds, contender.name());
                try {
                    timings.get(contender).add(contender.seconds());
                } catch (MissingPeerException missing) {
                    say("  %s is skipped: %s", contender.name(), missing.getMessage());
                    timings.remove(contender);
                }
            }
        }
    }

    /** Prints every median and range. */
    void table() {
        timings.forEach((contender, seconds) -> say("  %-48s %s %s", contender.name(), seconds, unit));
    }

    /** The median of a contender that was not missing. */
    double median(Contender contender) {
        return timings.get(contender).median();
    }

    /** Prints how one contender's time compares with the best of some others; nothing if one is missing. */
    void compare(Contender ours, String with, List<Contender> peers) {
        List<Contender> present = peers.stream().filter(timings::containsKey).toList();
        if (timings.containsKey(ours) && !present.isEmpty()) {
            double best = present.stream()
                    .mapToDouble(peer -> timings.get(peer).median())
                    .min()
                    .orElseThrow();
            say(
                    "  %s takes %.2f x the time of %s",
                    ours.name(), timings.get(ours).median() / best, with);
        }
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }
}
