package io.sparkae.benchmark.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One round event by event: the driver starts tasks one after the other, each fetches the state, fits its minibatches at
 * its own speed, and the sums go up the tree, whose stages begin when the one before has ended.
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

    /** The mean of several rounds. */
    static RoundSeconds mean(TrainingCosts costs, int workers, int rounds, long seed) {
        SimulatedRound round = new SimulatedRound(costs, workers, new SplittableRandom(seed));
        double steps = 0;
        double averaging = 0;
        for (int i = 0; i < rounds; i++) {
            RoundSeconds seconds = round.run();
            steps += seconds.steps() / rounds;
            averaging += seconds.averaging() / rounds;
        }
        return new RoundSeconds(steps, averaging);
    }

    RoundSeconds run() {
        double[] started = launches(workers);
        double[] ready = SimulatedBroadcast.arrivals(started, costs.transfer(), random);
        double[] fitted = new double[workers];
        for (int i = 0; i < workers; i++) {
            fitted[i] = ready[i] + fitting();
        }
        double fittedLast = Arrays.stream(fitted).max().orElseThrow();
        double waiting = fittedLast - SimulatedBroadcast.last(ready);
        return new RoundSeconds(waiting, costs.round() + SimulatedBroadcast.last(ready) + summing(fitted) - fittedLast);
    }

    private double[] launches(int tasks) {
        double[] at = new double[tasks];
        for (int i = 0; i < tasks; i++) {
            at[i] = (i + 1) * costs.launch();
        }
        return at;
    }

    /** Log-normal with the configured mean. */
    private double fitting() {
        double sigma = costs.jitter();
        return costs.stepsOfARound(workers)
                * costs.step()
                * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    /** When the driver has the sum. Results of a first stage without a tree arrive as they are ready, others in turn. */
    private double summing(double[] fitted) {
        if (workers <= RoundFormula.FAN_IN) {
            return receive(fitted);
        }
        double stageEnded = Arrays.stream(fitted).max().orElseThrow();
        int members = workers;
        while (true) {
            int groups = RoundFormula.groups(members);
            double[] summed = launches(groups);
            for (int g = 0; g < groups; g++) {
                int inGroup = Math.min(RoundFormula.FAN_IN, members - g * RoundFormula.FAN_IN);
                summed[g] += stageEnded + inGroup * costs.transfer();
            }
            members = groups;
            if (members <= RoundFormula.FAN_IN) {
                return receive(summed);
            }
            stageEnded = Arrays.stream(summed).max().orElseThrow();
        }
    }

    /** The driver takes one after the other. */
    private double receive(double[] ready) {
        double free = 0;
        for (double at : Arrays.stream(ready).sorted().toArray()) {
            free = Math.max(free, at) + costs.transfer();
        }
        return free;
    }
}
