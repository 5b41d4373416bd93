package io.sparkae.train.averaging;

import io.sparkae.train.averaging.RoundTask.Contribution;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Running sums {@code Σ n_p}, {@code Σ n_p·θ_p}, {@code Σ n_p·u_p} over workers, in double precision: a product of a
 * float and a row count is exact, so one worker's mean is that worker's value to the bit.
 */
final class StateSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> rowsByExecutor = new TreeMap<>();
    private long rows;
    private double lossSum;
    private String divergence;
    private double[] parameters = {};
    private double[] updaterState = {};

    /** Adds a worker's contribution, unless it has no rows. */
    StateSum add(Contribution worker) {
        divergence = divergence != null ? divergence : worker.divergence();
        if (worker.rows() > 0) {
            allocate(worker.parameters().length, worker.updaterState().length);
            rows += worker.rows();
            lossSum += worker.lossSum();
            rowsByExecutor.merge(worker.executor(), worker.rows(), Long::sum);
            addScaled(worker.parameters(), worker.rows(), parameters);
            addScaled(worker.updaterState(), worker.rows(), updaterState);
        }
        return this;
    }

    /** Adds the sum over other workers. */
    StateSum add(StateSum other) {
        divergence = divergence != null ? divergence : other.divergence;
        if (other.rows > 0) {
            allocate(other.parameters.length, other.updaterState.length);
            rows += other.rows;
            lossSum += other.lossSum;
            other.rowsByExecutor.forEach((executor, n) -> rowsByExecutor.merge(executor, n, Long::sum));
            add(other.parameters, parameters);
            add(other.updaterState, updaterState);
        }
        return this;
    }

    long rows() {
        return rows;
    }

    double lossSum() {
        return lossSum;
    }

    SortedMap<String, Long> rowsByExecutor() {
        return rowsByExecutor;
    }

    /** Place of the divergence in the lowest partition; null if there is none. */
    String divergence() {
        return divergence;
    }

    /** θ = Σ n_p·θ_p / Σ n_p. */
    float[] meanParameters() {
        return mean(parameters);
    }

    /** u = Σ n_p·u_p / Σ n_p. */
    float[] meanUpdaterState() {
        return mean(updaterState);
    }

    private void allocate(int parameterCount, int updaterCount) {
        if (rows == 0) {
            parameters = new double[parameterCount];
            updaterState = new double[updaterCount];
        }
    }

    private float[] mean(double[] sums) {
        double divisor = rows;
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / divisor);
        }
        return mean;
    }

    private static void addScaled(float[] values, double weight, double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] += values[i] * weight;
        }
    }

    private static void add(double[] values, double[] into) {
        for (int i = 0; i < values.length; i++) {
            into[i] += values[i];
        }
    }
}
