package io.sparkae.train;

import io.sparkae.model.Optimizer;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.Updater;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The settings {@code training.updater}, {@code training.learning-rate}, {@code training.beta1}, {@code
 * training.learning-rate-scaling.*}, {@code training.warm-up}, {@code training.schedule.*} and {@code
 * training.gradient-clipping.*}.
 *
 * @param updater update rule, by its name in DL4J
 * @param learningRate the step size α₀; {@code adadelta} has none
 * @param beta1 decay of the first moments of adam, adamax and nadam
 * @param scaling how the learning rate grows with the rows of a step
 * @param scalingRows rows of a step for which the learning rate is meant as it is
 * @param warmUp steps of a worker in which the learning rate rises to its value, in equal parts, if the schedule is
 *     constant; 0 for none
 * @param schedule learning rate as a function of t, the number of units done
 * @param unit of t
 * @param decay d
 * @param step s
 * @param power p
 * @param clipping kind of gradient clipping
 * @param clippingThreshold bound of the clipped values or norm
 */
public record OptimizerSettings(
        Updater updater,
        double learningRate,
        double beta1,
        Scaling scaling,
        int scalingRows,
        int warmUp,
        Schedule schedule,
        Unit unit,
        double decay,
        int step,
        double power,
        Optimizer.Clipping clipping,
        double clippingThreshold)
        implements Serializable {

    /** Each step of it is a number in the model's file. */
    private static final int MOST_WARM_UP = 100_000;

    private static final Updater[] UPDATERS = {
        Updater.ADAM,
        Updater.ADAMAX,
        Updater.NADAM,
        Updater.ADADELTA,
        Updater.ADAGRAD,
        Updater.RMSPROP,
        Updater.NESTEROVS,
        Updater.SGD
    };

    /** Factors of the learning rate for steps of k times the rows that it is meant for. */
    public enum Scaling {
        /** 1. */
        NONE,
        /** √k, for Adam and its like (Malladi, Lyu, Panigrahi and Arora, NeurIPS 2022, "square root scaling rule"). */
        SQRT,
        /** k, for stochastic gradient descent (Goyal et al., arXiv 1706.02677, section 2.1). */
        LINEAR;

        private double factor(double k) {
            return switch (this) {
                case NONE -> 1;
                case SQRT -> Math.sqrt(k);
                case LINEAR -> k;
            };
        }
    }

    /** Learning rates over time, by DL4J's {@link ISchedule}; its {@code PolySchedule} rises instead of falling. */
    public enum Schedule {
        /** α₀. */
        CONSTANT,
        /** α₀·d^⌊t/s⌋. */
        STEP,
        /** α₀·dᵗ. */
        EXPONENTIAL,
        /** α₀/(1 + d·t)^p. */
        INVERSE
    }

    /** Units of t. */
    public enum Unit {
        /** Passes over the rows. */
        EPOCH,
        /** Minibatches of a worker. */
        ITERATION
    }

    /** Checks each setting by its bounds. */
    public OptimizerSettings {
        if (!Arrays.asList(UPDATERS).contains(updater)) {
            String known = Arrays.stream(UPDATERS)
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw new SettingsException(List.of("training.updater: expected one of " + known + ", found " + updater));
        }
        Bounds.positive("training.learning-rate", learningRate);
        Bounds.fractionBelowOne("training.beta1", beta1);
        Bounds.intAtLeast("training.learning-rate-scaling.batch-size", 1, scalingRows);
        Bounds.intBetween("training.warm-up", 0, MOST_WARM_UP, warmUp);
        Bounds.positive("training.schedule.decay", decay);
        Bounds.intAtLeast("training.schedule.step", 1, step);
        Bounds.positive("training.schedule.power", power);
        Bounds.positive("training.gradient-clipping.threshold", clippingThreshold);
    }

    /** The same with another update rule. */
    public OptimizerSettings withUpdater(Updater other) {
        return with(draft -> draft.updater = other);
    }

    /** The same with another kind and threshold of gradient clipping. */
    public OptimizerSettings withClipping(Optimizer.Clipping kind, double threshold) {
        return with(draft -> {
            draft.clipping = kind;
            draft.clippingThreshold = threshold;
        });
    }

    /** The same with another learning rate. */
    public OptimizerSettings withLearningRate(double other) {
        return with(draft -> draft.learningRate = other);
    }

    /** The same with another decay of first moments. */
    public OptimizerSettings withBeta1(double other) {
        return with(draft -> draft.beta1 = other);
    }

    /** The same with a learning rate that grows with the rows of a step, and these rows for which it is meant. */
    public OptimizerSettings withScaling(Scaling rule, int rows) {
        return with(draft -> {
            draft.scaling = rule;
            draft.scalingRows = rows;
        });
    }

    /** The same with another number of warm-up steps. */
    public OptimizerSettings withWarmUp(int steps) {
        return with(draft -> draft.warmUp = steps);
    }

    static OptimizerSettings read(SettingsReader reader) {
        return new OptimizerSettings(
                reader.named("training.updater", UPDATERS),
                reader.positive("training.learning-rate"),
                reader.fractionBelowOne("training.beta1"),
                reader.oneOf("training.learning-rate-scaling.rule", Scaling.class),
                reader.intAtLeast("training.learning-rate-scaling.batch-size", 1),
                reader.intBetween("training.warm-up", 0, MOST_WARM_UP),
                reader.oneOf("training.schedule.kind", Schedule.class),
                reader.oneOf("training.schedule.unit", Unit.class),
                reader.positive("training.schedule.decay"),
                reader.intAtLeast("training.schedule.step", 1),
                reader.positive("training.schedule.power"),
                reader.oneOf("training.gradient-clipping.kind", Optimizer.Clipping.class),
                reader.positive("training.gradient-clipping.threshold"));
    }

    /**
     * The updater with learning rate, schedule and gradient clipping.
     *
     * @param rowsOfAStep of all workers together
     * @param divisor of the learning rate
     */
    public Optimizer optimizer(long rowsOfAStep, double divisor) {
        double rate = learningRate / divisor * scaling.factor((double) rowsOfAStep / scalingRows);
        ScheduleType type = unit == Unit.EPOCH ? ScheduleType.EPOCH : ScheduleType.ITERATION;
        ISchedule over =
                switch (schedule) {
                    case CONSTANT -> null;
                    case STEP -> new StepSchedule(type, rate, decay, step);
                    case EXPONENTIAL -> new ExponentialSchedule(type, rate, decay);
                    case INVERSE -> new InverseSchedule(type, rate, decay, power);
                };
        if (warmUp > 0) {
            over = warmUp(rate);
        }
        IUpdater steps = updater.getIUpdaterWithDefaultConfig();
        if (steps.hasLearningRate()) {
            steps.setLrAndSchedule(rate, over);
        }
        if (steps instanceof Adam adam) {
            adam.setBeta1(beta1);
        } else if (steps instanceof AdaMax adaMax) {
            adaMax.setBeta1(beta1);
        } else if (steps instanceof Nadam nadam) {
            nadam.setBeta1(beta1);
        }
        return new Optimizer(steps, clipping, clippingThreshold);
    }

    /** Conflicts among these settings, a message each. */
    List<String> problems() {
        return warmUp > 0 && schedule != Schedule.CONSTANT
                ? List.of("training.warm-up: expected 0, since training.schedule.kind is not constant, found " + warmUp)
                : List.of();
    }

    /** A table of rates: DL4J's {@code RampSchedule} is lost on the way through JSON. */
    private ISchedule warmUp(double rate) {
        MapSchedule.Builder rising = new MapSchedule.Builder(ScheduleType.ITERATION);
        for (int step = 0; step < warmUp; step++) {
            rising.add(step, rate * (step + 1) / warmUp);
        }
        return rising.build();
    }

    private OptimizerSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The settings while they are changed. */
    private static final class Draft {
        private final OptimizerSettings from;
        private Updater updater;
        private double learningRate;
        private double beta1;
        private Scaling scaling;
        private int scalingRows;
        private int warmUp;
        private Optimizer.Clipping clipping;
        private double clippingThreshold;

        Draft(OptimizerSettings from) {
            this.from = from;
            updater = from.updater;
            learningRate = from.learningRate;
            beta1 = from.beta1;
            scaling = from.scaling;
            scalingRows = from.scalingRows;
            warmUp = from.warmUp;
            clipping = from.clipping;
            clippingThreshold = from.clippingThreshold;
        }

        OptimizerSettings settings() {
            return new OptimizerSettings(
                    updater,
                    learningRate,
                    beta1,
                    scaling,
                    scalingRows,
                    warmUp,
                    from.schedule,
                    from.unit,
                    from.decay,
                    from.step,
                    from.power,
                    clipping,
                    clippingThreshold);
        }
    }
}
