package io.sparkae.train.method;

import io.sparkae.train.replica.TrainingState;

/**
 * DiLoCo (Douillard et al., "DiLoCo: distributed low-communication training of language models", arXiv 2311.08105,
 * algorithm 1): the mean change is a gradient for a step of Nesterov's momentum on the driver (in the form of Sutskever et
 * al., ICML 2013, that PyTorch has):
 *
 * <pre>
 *   Δ = θ − mean        v ← μ·v + Δ        θ ← θ − η·(Δ + μ·v)
 * </pre>
 *
 * Unlike the paper, where workers keep their updater states, these are averaged: a worker's task stays a pure function.
 *
 * @param momentum μ, in [0, 1); 0.9 in the paper
 * @param learningRate η; 0.7 in the paper
 */
public record DiLoCo(double momentum, double learningRate) implements AveragingMethod {
    @Override
    public int velocityLength(int parameters) {
        return parameters;
    }

    @Override
    public AfterRound afterRound(TrainingState before, float[] velocity, TrainingState mean) {
        float[] from = before.parameters();
        float[] to = mean.parameters();
        float[] next = new float[velocity.length];
        float[] moved = new float[from.length];
        for (int i = 0; i < moved.length; i++) {
            double gradient = (double) from[i] - to[i];
            double fast = momentum * velocity[i] + gradient;
            next[i] = (float) fast;
            moved[i] = (float) (from[i] - learningRate * (gradient + momentum * fast));
        }
        return new AfterRound(mean.withParameters(moved), next);
    }
}
