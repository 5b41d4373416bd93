package io.sparkae.train;

import io.sparkae.counters.Counters;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.Phase.NetworkPlan;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.checkpoint.CheckpointFile;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.pca.LinearAutoencoder;
import io.sparkae.train.pca.PrincipalComponents;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.transfer.Transfer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits an autoencoder to rows, without a run folder; on the driver, for one {@code fit} at a time.
 *
 * <pre>{@code
 * Trainer.Trained trained = new Trainer(spark, ModelSettings.defaults().withCode(8), TrainingSettings.defaults().withEpochs(5))
 *         .validation(spark.table("held_out"), "features")
 *         .fit(spark.table("rows"), "features");
 * float[] codes = trained.model().encode(features, rows);
 * }</pre>
 */
public final class Trainer {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final JavaSparkContext spark;
    private final ModelSettings model;
    private final TrainingSettings training;
    private Optional<RowFormat> format = Optional.empty();
    private Optional<TrainingRows> validation = Optional.empty();
    private Optional<CheckpointFolder> checkpoints = Optional.empty();
    private CheckpointSettings checkpointSettings;
    private List<CheckpointFolder> earlier = List.of();
    private TrainingListener listener = TrainingListener.NONE;
    private Optional<TrainedAutoencoder> initial = Optional.empty();
    private PrincipalComponents.Shared components;

    /**
     * @param model the network
     * @param training settings of the training
     * @throws SettingsException if the two are in conflict
     */
    public Trainer(SparkSession spark, ModelSettings model, TrainingSettings training) {
        ModelSettings inForce = model.inForce();
        List<String> problems = new ArrayList<>(inForce.conflicts());
        problems.addAll(training.problems(inForce));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        this.spark = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.model = inForce;
        this.training = training;
        this.components = new PrincipalComponents.Shared(model.code());
    }

    /**
     * A fitted model.
     *
     * @param model after its best epoch
     * @param history of all epochs; empty for a model that is computed
     * @param bestEpoch counted from 1 over all phases; 0 for a model that is computed
     * @param parameters of the network in training
     * @param bytesPerRound that a worker is sent and gives in a round of the last phase; 0 for a model that is computed
     * @param step what computed the steps: {@code kernels}, or {@code dl4j} with the reason; null for a model that is
     *     computed
     */
    public record Trained(
            TrainedAutoencoder model,
            List<EpochRecord> history,
            int bestEpoch,
            long parameters,
            long bytesPerRound,
            String step) {}

    /** Sets the rows' image shape, scaling and class names; by default a row is an unscaled line of pixels. */
    public Trainer format(RowFormat rowFormat) {
        format = Optional.of(rowFormat);
        return this;
    }

    /** Starts from a model's weights, of the same layers, instead of random ones; the updater starts anew. */
    public Trainer initial(TrainedAutoencoder start) {
        List<String> problems = new ArrayList<>();
        if (!model.family().isTrained()) {
            problems.add("initial model: expected none, since model.family = "
                    + model.family().label() + " is computed");
        }
        if (training.layerwise()) {
            problems.add("initial model: expected none, since training.layerwise = true makes each layer anew");
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        initial = Optional.of(start);
        return this;
    }

    /** Sets the listener. */
    public Trainer listener(TrainingListener other) {
        listener = other;
        return this;
    }

    /** Sets the validation rows, by whose loss the best epoch is chosen. */
    public Trainer validation(JavaRDD<RowBlock> rows) {
        return validation(TrainingRows.of(rows, training.workers()));
    }

    /**
     * Sets the validation rows, by whose loss the best epoch is chosen.
     *
     * @param features column of {@code array<float>}, {@code array<double>} or Spark ML vectors
     */
    public Trainer validation(Dataset<Row> rows, String features) {
        return validation(TrainingRows.of(rows, features, training.workers()));
    }

    Trainer validation(TrainingRows rows) {
        validation = Optional.of(rows).filter(some -> some.rows() > 0);
        return this;
    }

    /**
     * Keeps checkpoints, and resumes from the newest usable one.
     *
     * @param folder for checkpoints
     * @param settings interval and number of checkpoints
     * @param resumable folders searched for a checkpoint to resume from, in this order
     */
    public Trainer checkpoints(CheckpointFolder folder, CheckpointSettings settings, List<CheckpointFolder> resumable) {
        checkpoints = Optional.of(folder);
        checkpointSettings = settings;
        earlier = List.copyOf(resumable);
        return this;
    }

    /** Shares principal components with other trainers on the same rows. */
    public Trainer components(PrincipalComponents.Shared shared) {
        components = shared;
        return this;
    }

    /**
     * Fits rows of an RDD. It is evaluated more than once. As many partitions as {@code training.workers} are taken as
     * they are; from any other number rows are spread evenly, in order.
     *
     * @throws IllegalArgumentException if there are no rows, they differ in width, or a value is not finite
     * @throws SettingsException if the settings do not suit the rows, or memory is too small
     * @throws io.sparkae.train.averaging.DivergedException if a loss or weight is not finite
     */
    public Trained fit(JavaRDD<RowBlock> rows) {
        return fit(TrainingRows.of(rows, training.workers()));
    }

    /**
     * Fits rows of a column, as {@link #fit(JavaRDD)} does.
     *
     * @param features column of {@code array<float>}, {@code array<double>} or Spark ML vectors
     */
    public Trained fit(Dataset<Row> rows, String features) {
        return fit(TrainingRows.of(rows, features, training.workers()));
    }

    Trained fit(TrainingRows rows) {
        if (rows.rows() == 0) {
            throw new IllegalArgumentException("training: expected rows, found none");
        }
        RowFormat of =
                format.orElseGet(() -> new RowFormat(new InputShape(1, rows.features()), new NoScaling(), List.of()));
        requireFit(of.shape(), rows);
        return model.family().isTrained() ? train(of, rows) : compute(of, rows);
    }

    private Trained train(RowFormat of, TrainingRows rows) {
        TrainingListener counting = new CountingListener(Counters.of(spark.sc()), listener);
        NetworkPlan plan = new NetworkPlan(model, of.shape(), training);
        TrainingMemory.require(plan, rows.rows(), MemoryRoom.of(spark));
        CheckpointFolder.Schedule schedule = checkpoints
                .map(kept -> new CheckpointFolder.Schedule(
                        kept, checkpointSettings, System::nanoTime, counting::checkpointTaken))
                .orElseGet(CheckpointFolder.Schedule::never);
        MultiLayerNetwork network = Networks.initialised(plan.configuration());
        initial.ifPresent(start -> start.putInto(network, model, of.shape()));
        List<Phase> phases = Phase.of(plan, training);
        Optional<Progress> resumed = resumed(PhasedTraining.checkpoints(phases, network, training), counting);
        String step = step(phases);
        new StepPlan(training, rows.rows()).notes().forEach(counting::noted);
        Progress end = new PhasedTraining(
                        spark,
                        training,
                        model.corruption(),
                        rows.blocks(),
                        validation.map(TrainingRows::blocks).orElseGet(() -> spark.emptyRDD()),
                        validation.isEmpty(),
                        schedule,
                        counting)
                .run(phases, network, resumed);
        return new Trained(
                measured(TrainedAutoencoder.of(network, model, of)),
                end.allEpochs(),
                end.earlier().size() + end.best().epoch(),
                network.numParams(),
                bytesPerRound(end.state()),
                step);
    }

    private long bytesPerRound(TrainingState state) {
        Transfer transfer = training.rounds(training.epochs()).transfer();
        long parameters = transfer.parameters(state.parameters(), 0).bytes()
                + transfer.other(state.parameters(), 0).bytes();
        return training.method().workersHaveUpdaters()
                ? parameters + 2 * transfer.other(state.updaterState(), 0).bytes()
                : parameters;
    }

    private Trained compute(RowFormat of, TrainingRows rows) {
        if (model.code() > rows.features()) {
            throw new SettingsException(List.of("model.code: expected at most the " + rows.features()
                    + " features of a row, since model.family = pca, found " + model.code()));
        }
        PrincipalComponents.lack(rows.features(), MemoryRoom.of(spark)).ifPresent(lack -> {
            throw new SettingsException(List.of(lack));
        });
        MultiLayerNetwork network =
                LinearAutoencoder.of(components.first(model.code(), rows::blocks), model, training.optimizing());
        return new Trained(
                measured(TrainedAutoencoder.of(network, model, of)), List.of(), 0, network.numParams(), 0, null);
    }

    /** The model with the errors of the validation rows, if there are any. */
    private TrainedAutoencoder measured(TrainedAutoencoder trained) {
        return validation
                .flatMap(held -> ValidationErrors.of(trained, held.blocks(), spark))
                .map(trained::withHeldOutErrors)
                .orElse(trained);
    }

    private void requireFit(InputShape shape, TrainingRows rows) {
        if (rows.features() != shape.features()) {
            throw new IllegalArgumentException(
                    "rows: expected " + shape.features() + " values each, found " + rows.features());
        }
        validation.filter(held -> held.features() != shape.features()).ifPresent(held -> {
            throw new IllegalArgumentException(
                    "validation rows: expected " + shape.features() + " values each, found " + held.features());
        });
        double smallest =
                Math.min(rows.smallest(), validation.map(TrainingRows::smallest).orElse(rows.smallest()));
        double largest =
                Math.max(rows.largest(), validation.map(TrainingRows::largest).orElse(rows.largest()));
        if (smallest < 0 || largest > 1) {
            model.problemOutsideUnit("the rows' features go from " + smallest + " to " + largest)
                    .ifPresent(problem -> {
                        throw new SettingsException(List.of(problem));
                    });
        }
    }

    /** The step for the log and the figures; DL4J's is several times slower than kernels. */
    private String step(List<Phase> phases) {
        for (Phase phase : phases) {
            Optional<String> fallback = training.master() == TrainingSettings.Master.DL4J
                    ? Optional.of("training.master = dl4j")
                    : training.kernel().fallback(phase.configuration());
            if (fallback.isPresent() && training.averaging().method() == AveragingMethod.Kind.GRADIENT) {
                throw new SettingsException(List.of(
                        "training.averaging-method: expected mean, slowmo or diloco, since there are no gradients"
                                + " to average without kernels (" + fallback.get() + "), found gradient"));
            }
            if (fallback.isPresent()) {
                LOG.warn(
                        "DL4J's own training step, several times slower than kernels ({}); phase {}",
                        fallback.get(),
                        phase.name());
                return "dl4j (" + fallback.get() + ")";
            }
        }
        LOG.info("training steps by kernels");
        return "kernels";
    }

    private Optional<Progress> resumed(List<Supplier<CheckpointFile.Expected>> expected, TrainingListener told) {
        for (CheckpointFolder folder : earlier) {
            try {
                Optional<CheckpointFolder.Found> found = folder.newest(told::damaged, expected);
                if (found.isPresent()) {
                    Progress progress = found.get().progress();
                    told.resumed(
                            found.get().file().toString(), progress.allEpochs().size(), progress.round());
                    return Optional.of(progress);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }
}
