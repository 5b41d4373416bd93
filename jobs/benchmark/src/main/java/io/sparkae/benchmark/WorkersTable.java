package io.sparkae.benchmark;

import io.sparkae.benchmark.forecast.TrainingCosts;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The table of {@link WorkersBenchmark}: means over seeds with their standard errors, against the yardstick.
 *
 * @param yardstick one worker by a plain fit
 * @param lines a line for each number of workers
 * @param target factor of the yardstick's last validation loss that trainings are timed to
 * @param round fixed cost of a round, seconds
 * @param network bytes a second that a machine sends, and that it receives
 */
record WorkersTable(Line yardstick, List<Line> lines, double target, double round, double network) {
    /** Seconds in which the driver starts a task; assumed, as in docs/scaling.md. */
    private static final double LAUNCH = 5e-4;

    /**
     * One training.
     *
     * @param rows trained on in an epoch
     * @param loss on test rows, a mean per pixel
     * @param accuracy of nearest neighbours on the codes; NaN without labels
     * @param roundsPerEpoch of the last epoch
     * @param bytesPerEpoch that a worker is sent and gives
     * @param seconds of the median epoch, as measured on this machine
     * @param curve validation loss after each epoch
     */
    record Outcome(
            long rows,
            double loss,
            double accuracy,
            int roundsPerEpoch,
            long bytesPerEpoch,
            double seconds,
            List<Double> curve) {}

    /**
     * Trainings that differ by their seed only.
     *
     * @param share rows of a worker's minibatch
     * @param step seconds of such a minibatch
     */
    record Line(int workers, int share, double step, List<Outcome> outcomes) {
        /** Validation loss after each epoch, a mean over seeds. */
        double[] meanCurve() {
            int epochs = outcomes.stream().mapToInt(o -> o.curve().size()).min().orElseThrow();
            double[] mean = new double[epochs];
            for (Outcome outcome : outcomes) {
                for (int i = 0; i < epochs; i++) {
                    mean[i] += outcome.curve().get(i) / outcomes.size();
                }
            }
            return mean;
        }

        double steps() {
            return Math.ceil((double) outcomes.get(0).rows() / workers / share);
        }
    }

    static double meanLoss(List<Outcome> outcomes) {
        return mean(outcomes, Outcome::loss);
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        return StatUtils.mean(outcomes.stream().mapToDouble(figure).toArray());
    }

    private static double standardError(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        double[] values = outcomes.stream().mapToDouble(figure).toArray();
        return values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values) / values.length);
    }

    /** Seconds of an epoch on a machine a worker, by the formula of docs/scaling.md. */
    double modelledEpoch(Line line) {
        Outcome first = line.outcomes().get(0);
        int frequency = (int) Math.ceil(line.steps() / first.roundsPerEpoch());
        TrainingCosts costs = new TrainingCosts(
                first.rows(),
                line.share(),
                frequency,
                line.step(),
                0,
                round,
                LAUNCH,
                first.bytesPerEpoch() / 2.0 / first.roundsPerEpoch(),
                network);
        TrainingCosts.Seconds one = costs.formula(line.workers());
        return first.roundsPerEpoch() * one.averaging() + line.steps() * line.step();
    }

    /** Epochs until the mean curve is at the target, the last of them in part; infinite if it never is. */
    double epochsToTarget(Line line) {
        double[] reference = yardstick.meanCurve();
        double goal = target * reference[reference.length - 1];
        double[] curve = line.meanCurve();
        for (int i = 0; i < curve.length; i++) {
            if (curve[i] <= goal) {
                return i == 0 ? 1 : i + (curve[i - 1] - goal) / (curve[i - 1] - curve[i]);
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    double secondsToTarget(Line line) {
        return epochsToTarget(line) * modelledEpoch(line);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                "  %8s %6s %7s %18s %9s %18s %10s %9s %9s %9s %9s %9s%n",
                "workers",
                "rows",
                "rounds",
                "test loss",
                "",
                "k-NN accuracy",
                "bytes",
                "computing",
                "measured",
                "modelled",
                "to target",
                "speed-up"));
        append(text, "plain", yardstick);
        lines.forEach(line -> append(text, String.valueOf(line.workers()), line));
        return text.toString();
    }

    private void append(StringBuilder text, String name, Line line) {
        Outcome first = line.outcomes().get(0);
        double loss = meanLoss(line.outcomes());
        double ratio = loss / meanLoss(yardstick.outcomes()) - 1;
        text.append(String.format(
                Locale.ROOT,
                "  %8s %6d %7d %9.5f ± %.5f %+7.2f %% %8.2f %% ± %4.2f %10d %8.3fs %8.3fs %8.3fs %9s %9s%n",
                name,
                line.share(),
                first.roundsPerEpoch(),
                loss,
                standardError(line.outcomes(), Outcome::loss),
                100 * ratio,
                100 * mean(line.outcomes(), Outcome::accuracy),
                100 * standardError(line.outcomes(), Outcome::accuracy),
                first.bytesPerEpoch(),
                line.steps() * line.step(),
                mean(line.outcomes(), Outcome::seconds),
                modelledEpoch(line),
                unlessNever(secondsToTarget(line), "s"),
                unlessNever(secondsToTarget(yardstick) / secondsToTarget(line), "")));
    }

    private static String unlessNever(double value, String unit) {
        return Double.isFinite(value) && value > 0 ? String.format(Locale.ROOT, "%.2f%s", value, unit) : "never";
    }
}
