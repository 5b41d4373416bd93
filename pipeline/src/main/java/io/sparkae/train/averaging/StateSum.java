package io.sparkae.train.averaging;

import io.sparkae.settings.Seeds;
import io.sparkae.train.averaging.RoundTask.Contribution;
import io.sparkae.train.transfer.Addend;
import io.sparkae.train.transfer.Transfer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Running sums {@code Σ n_p}, {@code Σ n_p·θ_p}, {@code Σ n_p·u_p} over workers, in double precision: a product of a
 * float and a row count is exact, so one worker's mean is that worker's value to the bit.
 */
final class StateSum {
    private final TreeMap<String, Long> rowsByExecutor = new TreeMap<>();
    private long rows;
    private double lossSum;
    private String divergence;
    private double[] parameters = {};
    private double[] updaterState = {};

    /** Adds a contribution of one worker, or of several, unless it has no rows. */
    StateSum add(Contribution other) {
        divergence = divergence != null ? divergence : other.divergence();
        if (other.rows() > 0) {
            parameters = sums(parameters, other.parameters());
            updaterState = sums(updaterState, other.updaterState());
            rows += other.rows();
            lossSum += other.lossSum();
            other.rowsByExecutor().forEach((executor, n) -> rowsByExecutor.merge(executor, n, Long::sum));
            other.parameters().addTo(parameters, other.rows());
            other.updaterState().addTo(updaterState, other.rows());
        }
        return this;
    }

    private double[] sums(double[] soFar, Addend first) {
        return rows == 0 ? new double[first.length()] : soFar;
    }

    /**
     * The sum as a contribution to another.
     *
     * @param group its place among those it is added to
     * @param seed of the round, for rounding
     */
    Contribution contribution(int group, Transfer transfer, long seed) {
        return rows == 0
                ? Contribution.diverged(group, divergence)
                : new Contribution(
                        group,
                        rows,
                        lossSum,
                        divergence,
                        rowsByExecutor,
                        transfer.sum(parameters, rows, Seeds.of(seed, "train.transfer.sum", group, 0)),
                        transfer.sum(updaterState, rows, Seeds.of(seed, "train.transfer.sum", group, 1)));
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
        return Transfer.mean(parameters, rows);
    }

    /** u = Σ n_p·u_p / Σ n_p. */
    float[] meanUpdaterState() {
        return Transfer.mean(updaterState, rows);
    }
}
