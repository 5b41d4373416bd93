package io.sparkae.benchmark.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Event simulation of one round: the driver starts tasks one after another; each fetches the state and fits its
 * minibatches at its own speed; sums go up a tree whose stages begin when the previous one has ended.
 */
final class SimulatedRound {
    private final TrainingCosts costs;
    private final int workers;
    private final SplittableRandom random;

    /** @param workers one a machine */
    SimulatedRound(TrainingCosts costs, int workers, SplittableRandom random) {
        this.costs = costs;
        this.workers = workers;
        this.random = random;
    }

    /** Mean of several rounds. */
    static TrainingCosts.Seconds mean(TrainingCosts costs, int workers, int rounds, long seed) {
        SimulatedRound round = new SimulatedRound(costs, workers, new SplittableRandom(seed));
        double steps = 0;
        double averaging = 0;
        for (int i = 0; i < rounds; i++) {
            TrainingCosts.Seconds seconds = round.run();
            steps += seconds.steps() / rounds;
            averaging += seconds.averaging() / rounds;
        }
        return new TrainingCosts.Seconds(steps, averaging);
    }

    private TrainingCosts.Seconds run() {
        double[] started = launches(workers);
        double[] ready = arrivals(started, costs.transfer(), random);
        double[] fitted = new double[workers];
        for (int i = 0; i < workers; i++) {
            fitted[i] = ready[i] + fitting();
        }
        double fittedLast = Arrays.stream(fitted).max().orElseThrow();
        double waiting = fittedLast - last(ready);
        return new TrainingCosts.Seconds(waiting, costs.round() + last(ready) + summing(fitted) - fittedLast);
    }

    private double[] launches(int tasks) {
        double[] at = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            at[i] = (i + 1) * costs.launch();
        }
        return at;
    }

    /** Seconds of a worker's steps: log-normal with the configured mean. */
    private double fitting() {
        double sigma = costs.jitter();
        return costs.stepsOfARound(workers)
                * costs.step()
                * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    /** Time at which the driver has the sum. Without a tree, results arrive as workers finish; else stage by stage. */
    private double summing(double[] fitted) {
        if (workers <= TrainingCosts.FAN_IN) {
            return receive(fitted);
        }
        double stageEnded = Arrays.stream(fitted).max().orElseThrow();
        int members = workers;
        while (true) {
            int groups = TrainingCosts.groups(members);
            double[] summed = launches(groups);
            for (int g = 0; g < groups; g++) {
                int inGroup = Math.min(TrainingCosts.FAN_IN, members - g * TrainingCosts.FAN_IN);
                summed[g] += stageEnded + inGroup * costs.transfer();
            }
            members = groups;
            if (members <= TrainingCosts.FAN_IN) {
                return receive(summed);
            }
            stageEnded = Arrays.stream(summed).max().orElseThrow();
        }
    }

    /** Time at which the driver has received all results, one after another. */
    private double receive(double[] ready) {
        double free = 0;
        for (double at : Arrays.stream(ready).sorted().toArray()) {
            free = Math.max(free, at) + costs.transfer();
        }
        return free;
    }

    /**
     * Arrival times of the state: each machine asks a random one of those that have it, as Spark's torrent broadcast does,
     * and a machine sends to one after another. A state up to 4 MB is one piece; larger ones are taken as one piece too,
     * which overestimates their time a little.
     *
     * @param asked when each machine asks, in seconds since the driver had the state, ascending
     * @param transfer seconds of sending it once
     */
    static double[] arrivals(double[] asked, double transfer, SplittableRandom random) {
        List<Double> free = new ArrayList<>(List.of(0.0)); // when each holder can send next; the driver is the first
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

    private static double last(double[] times) {
        return Arrays.stream(times).max().orElse(0);
    }
}
