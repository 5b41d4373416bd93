package io.sparkae.train;

import io.sparkae.model.Optimizer;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.Updater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The settings {@code training.learning-rate}, {@code training.schedule.*} and {@code training.gradient-clipping.*}.
 *
 * @param updater update rule, by its name in DL4J
 * @param learningRate the step size α₀ at the start; {@code adadelta} has none
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
        Schedule schedule,
        Unit unit,
        double decay,
        int step,
        double power,
        Optimizer.Clipping clipping,
        double clippingThreshold)
        implements Serializable {

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
        Bounds.positive("training.schedule.decay", decay);
        Bounds.intAtLeast("training.schedule.step", 1, step);
        Bounds.positive("training.schedule.power", power);
        Bounds.positive("training.gradient-clipping.threshold", clippingThreshold);
    }

    /** The same with another update rule. */
    public OptimizerSettings withUpdater(Updater other) {
        return new OptimizerSettings(
                other, learningRate, schedule, unit, decay, step, power, clipping, clippingThreshold);
    }

    /** The same with another kind and threshold of gradient clipping. */
    public OptimizerSettings withClipping(Optimizer.Clipping kind, double threshold) {
        return new OptimizerSettings(updater, learningRate, schedule, unit, decay, step, power, kind, threshold);
    }

    /** The same with another learning rate. */
    public OptimizerSettings withLearningRate(double other) {
        return new OptimizerSettings(updater, other, schedule, unit, decay, step, power, clipping, clippingThreshold);
    }

    static OptimizerSettings read(SettingsReader reader) {
        return new OptimizerSettings(
                reader.named("training.updater", UPDATERS),
                reader.positive("training.learning-rate"),
                reader.oneOf("training.schedule.kind", Schedule.class),
                reader.oneOf("training.schedule.unit", Unit.class),
                reader.positive("training.schedule.decay"),
                reader.intAtLeast("training.schedule.step", 1),
                reader.positive("training.schedule.power"),
                reader.oneOf("training.gradient-clipping.kind", Optimizer.Clipping.class),
                reader.positive("training.gradient-clipping.threshold"));
    }

    /** The updater with learning rate, schedule and gradient clipping. */
    public Optimizer optimizer() {
        ScheduleType type = unit == Unit.EPOCH ? ScheduleType.EPOCH : ScheduleType.ITERATION;
        ISchedule over =
                switch (schedule) {
                    case CONSTANT -> null;
                    case STEP -> new StepSchedule(type, learningRate, decay, step);
                    case EXPONENTIAL -> new ExponentialSchedule(type, learningRate, decay);
                    case INVERSE -> new InverseSchedule(type, learningRate, decay, power);
                };
        IUpdater steps = updater.getIUpdaterWithDefaultConfig();
        if (steps.hasLearningRate()) {
            steps.setLrAndSchedule(learningRate, over);
        }
        return new Optimizer(steps, clipping, clippingThreshold);
    }
}
