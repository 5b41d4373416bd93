package io.sparkae.train.method;

import io.sparkae.train.replica.TrainingState;

/**
 * Parameter averaging: the mean of the workers' parameters and of their updater states is the next state (McDonald, Hall
 * and Mann, "Distributed training strategies for the structured perceptron", NAACL 2010, as "iterative parameter
 * mixing"; local SGD). With one worker it is a plain fit.
 */
public record MeanAveraging() implements AveragingMethod {
    @Override
    public AfterRound afterRound(TrainingState before, float[] velocity, TrainingState mean) {
        return new AfterRound(mean, velocity);
    }
}
