package io.sparkae.train.method;

import io.sparkae.train.replica.TrainingState;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Slow momentum (Wang, Tantia, Ballas and Rabbat, "SlowMo: improving communication-efficient distributed SGD with slow
 * momentum", ICLR 2020, algorithm 1):
 *
 * <pre>
 *   v ← β·v + (θ − mean) / γ        θ ← θ − α·γ·v
 * </pre>
 *
 * γ being the mean of the workers' learning rate over the minibatches of the round, so that a warm-up does not count its
 * first minibatch's for all. While γ is constant it is block momentum (Chen and Huo, ICASSP 2016, equations 2 and 3) with
 * η = β and ζ = α. Updater states are averaged.
 *
 * @param momentum β, in [0, 1)
 * @param learningRate α
 * @param updater the workers', which tells γ; 1 where it has no learning rate
 */
public record SlowMo(double momentum, double learningRate, IUpdater updater) implements AveragingMethod {
    @Override
    public int velocityLength(int parameters) {
        return parameters;
    }

    @Override
    public AfterRound afterRound(TrainingState before, float[] velocity, TrainingState mean) {
        double rate = meanRate(before, mean.iteration());
        float[] from = before.parameters();
        float[] to = mean.parameters();
        float[] next = new float[velocity.length];
        float[] moved = new float[from.length];
        for (int i = 0; i < moved.length; i++) {
            double change = rate == 0 ? 0 : ((double) from[i] - to[i]) / rate; // a schedule may fall to 0
            double slow = momentum * velocity[i] + change;
            next[i] = (float) slow;
            moved[i] = (float) (from[i] - learningRate * rate * slow);
        }
        return new AfterRound(mean.withParameters(moved), next);
    }

    private double meanRate(TrainingState before, int end) {
        if (!updater.hasLearningRate()) {
            return 1;
        }
        double sum = 0;
        for (int iteration = before.iteration(); iteration < end; iteration++) {
            sum += updater.getLearningRate(iteration, before.epoch());
        }
        return sum / (end - before.iteration());
    }
}
