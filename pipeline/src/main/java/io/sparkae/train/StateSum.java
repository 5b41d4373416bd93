package io.sparkae.train;

import java.io.Serializable;

/**
 * Running sums {@code Σ n_p}, {@code Σ n_p·θ_p}, {@code Σ n_p·u_p} over workers, in double precision: a product of a
 * float and a row count is exact, so one worker's mean is that worker's value to the bit.
 */
final class StateSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;
    private double lossSum;
    private double[] parameters;
    private double[] updaterState;

    /** Adds a worker; one that saw no rows adds nothing. */
    StateSum add(Contribution worker) {
        if (worker.rows() == 0) {
            return this;
        }
        if (parameters == null) {
            parameters = new double[worker.parameters().length];
            updaterState = new double[worker.updaterState().length];
        }
        rows += worker.rows();
        lossSum += worker.lossSum();
        addScaled(worker.parameters(), worker.rows(), parameters);
        addScaled(worker.updaterState(), worker.rows(), updaterState);
        return this;
    }

    /** Adds the sum over other workers. */
    StateSum add(StateSum other) {
        if (other.rows == 0) {
            return this;
        }
        if (parameters == null) {
            parameters = new double[other.parameters.length];
            updaterState = new double[other.updaterState.length];
        }
        rows += other.rows;
        lossSum += other.lossSum;
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += other.parameters[i];
        }
        for (int i = 0; i < updaterState.length; i++) {
            updaterState[i] += other.updaterState[i];
        }
        return this;
    }

    long rows() {
        return rows;
    }

    double lossSum() {
        return lossSum;
    }

    /** θ = Σ n_p·θ_p / Σ n_p. */
    float[] meanParameters() {
        return mean(parameters);
    }

    /** u = Σ n_p·u_p / Σ n_p. */
    float[] meanUpdaterState() {
        return mean(updaterState);
    }

    private float[] mean(double[] sums) {
        float[] mean = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            mean[i] = (float) (sums[i] / rows);
        }
        return mean;
    }

    private static void addScaled(float[] values, long weight, double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] += (double) values[i] * weight;
        }
    }
}
