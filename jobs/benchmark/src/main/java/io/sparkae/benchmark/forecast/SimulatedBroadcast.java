package io.sparkae.benchmark.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * How a broadcast spreads: whoever needs it asks one of those who have it, at random, as Spark's torrent does; each
 * machine sends to one after the other. A state of at most 4 MB is one piece; larger ones are taken as one too, which
 * makes them a little slow.
 */
final class SimulatedBroadcast {
    private SimulatedBroadcast() {}

    /**
     * When each machine has it.
     *
     * @param asked when each asks, seconds since the driver had it, ascending
     * @param transfer seconds of sending it once
     */
    static double[] arrivals(double[] asked, double transfer, SplittableRandom random) {
        List<Double> free = new ArrayList<>(List.of(0.0)); // of each holder: when it can send next; first the driver
        PriorityQueue<Double> underWay = new PriorityQueue<>();
        double[] arrivals = new double[asked.length];
        for (int i = 0; i < asked.length; i++) {
            while (!underWay.isEmpty() && underWay.peek() <= asked[i]) {
                free.add(underWay.poll());
            }
            int holder = random.nextInt(free.size());
            arrivals[i] = Math.max(asked[i], free.get(holder)) + transfer;
            free.set(holder, arrivals[i]);
            underWay.add(arrivals[i]);
        }
        return arrivals;
    }

    /** When the last of them has it. */
    static double last(double[] arrivals) {
        return Arrays.stream(arrivals).max().orElse(0);
    }
}
