package io.sparkae.train.method;

import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.Replica.Minibatch;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.replica.UpdateRule;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Synchronous training: the workers' gradients are averaged after every minibatch and the driver takes the step (Chen,
 * Pan, Monga, Bengio and Jozefowicz, "Revisiting distributed synchronous SGD", ICLR 2016 workshop). The same steps as of
 * one worker with the rows of all, at a round each: the yardstick of quality, not of speed. Not quite the same where a
 * minibatch is more than the sum of its rows: gradients are clipped before they are averaged, the KL penalty on a mean code is
 * of each share, and noise is drawn for each. It needs kernels.
 *
 * @param updater of the driver's step
 */
public record GradientAveraging(IUpdater updater) implements AveragingMethod {
    @Override
    public double minibatch(Replica replica, Minibatch minibatch) {
        return replica.differentiate(minibatch);
    }

    @Override
    public float[] parameters(Replica replica) {
        return replica.gradient();
    }

    @Override
    public float[] updaterState(Replica replica) {
        return new float[0];
    }

    @Override
    public boolean workersGiveParameters() {
        return false;
    }

    @Override
    public boolean workersHaveUpdaters() {
        return false;
    }

    @Override
    public int minibatchesOfARound(int frequency) {
        return 1;
    }

    @Override
    public AfterRound afterRound(TrainingState before, float[] velocity, TrainingState mean) {
        float[] parameters = before.parameters().clone();
        UpdateRule rule = UpdateRule.of(updater, parameters.length);
        rule.load(before.updaterState());
        rule.apply(parameters, mean.parameters().clone(), before.iteration(), before.epoch());
        return new AfterRound(new TrainingState(parameters, rule.state(), mean.iteration(), mean.epoch()), velocity);
    }
}
