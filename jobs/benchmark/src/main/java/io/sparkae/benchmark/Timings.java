package io.sparkae.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Seconds of one contender, over all rounds of a benchmark. */
final class Timings {
    private final List<Double> seconds = new ArrayList<>();

    /** Adds what one round took; its first half is for warming up. */
    void add(List<Double> round) {
        seconds.addAll(round.subList(round.size() / 2, round.size()));
        Collections.sort(seconds);
    }

    double median() {
        int middle = seconds.size() / 2;
        return seconds.size() % 2 == 1 ? seconds.get(middle) : (seconds.get(middle - 1) + seconds.get(middle)) / 2;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%7.2f  (%.2f to %.2f)", median(), seconds.get(0), seconds.get(seconds.size() - 1));
    }
}
