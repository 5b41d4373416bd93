package io.sparkae.train;

import io.sparkae.model.Corruption;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.Phase.FrozenEncoder;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.averaging.ResidentEngine;
import io.sparkae.train.averaging.ValidationLoss;
import io.sparkae.train.checkpoint.CheckpointFile;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.replica.NetworkReplica;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.ReplicaKind;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.stock.StockEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains a model phase by phase, on the driver. */
final class PhasedTraining {
    private final JavaSparkContext spark;
    private final TrainingSettings settings;
    private final Corruption corruption;
    private final JavaRDD<RowBlock> rows;
    private final JavaRDD<RowBlock> heldOut;
    private final boolean nothingHeldOut;
    private final CheckpointFolder.Schedule checkpoints;
    private final TrainingListener listener;

    /**
     * @param rows one partition per worker
     * @param heldOut validation rows
     */
    PhasedTraining(
            JavaSparkContext spark,
            TrainingSettings settings,
            Corruption corruption,
            JavaRDD<RowBlock> rows,
            JavaRDD<RowBlock> heldOut,
            boolean nothingHeldOut,
            CheckpointFolder.Schedule checkpoints,
            TrainingListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.corruption = corruption;
        this.rows = rows;
        this.heldOut = heldOut;
        this.nothingHeldOut = nothingHeldOut;
        this.checkpoints = checkpoints;
        this.listener = listener;
    }

    /**
     * Trains.
     *
     * @param whole becomes the trained model
     * @param resumed progress to resume from, of the same phases
     * @return progress at the end of the last phase
     */
    Progress run(List<Phase> phases, MultiLayerNetwork whole, Optional<Progress> resumed) {
        resumed.filter(progress -> progress.whole().length > 0)
                .ifPresent(progress -> NativeArrays.put(progress.whole(), progress.whole().length, whole.params()));
        int first = resumed.map(Progress::phase).orElse(0);
        Progress progress = resumed.orElse(null);
        for (int i = first; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            if (phases.size() > 1) {
                listener.phaseStarted(phase.name(), i + 1, phases.size());
            }
            MultiLayerNetwork network = phase.begin(whole);
            Progress start = resumed.isPresent() && i == first
                    ? progress
                    : begin(network, phase, i, phases.size(), whole, progress);
            progress = train(phase, phases.size(), whole, start);
            new NetworkReplica(network, phase.features()).load(progress.best());
            phase.end(network, whole);
        }
        return progress;
    }

    /** Expected sizes of a checkpoint of each phase, computed lazily: only for the phase of an existing checkpoint. */
    static List<Supplier<CheckpointFile.Expected>> checkpoints(
            List<Phase> phases, MultiLayerNetwork whole, TrainingSettings settings) {
        return phases.stream()
                .<Supplier<CheckpointFile.Expected>>map(phase -> () -> {
                    Replica untrained = new NetworkReplica(phase.begin(whole), phase.features());
                    int parameters = untrained.parameters().length;
                    return new CheckpointFile.Expected(
                            phase.epochs(),
                            parameters,
                            untrained.updaterState().length,
                            settings.method().velocityLength(parameters),
                            phases.size() == 1 ? 0 : Math.toIntExact(whole.numParams()));
                })
                .toList();
    }

    private Progress begin(
            MultiLayerNetwork network, Phase phase, int number, int phases, MultiLayerNetwork whole, Progress before) {
        Replica untrained = new NetworkReplica(network, phase.features());
        return Progress.begin(
                new TrainingState(untrained.parameters(), untrained.updaterState(), 0, 0),
                settings.method(),
                number,
                before == null ? List.of() : before.allEpochs(),
                phases == 1 ? new float[0] : NativeArrays.get(whole.params()));
    }

    private Progress train(Phase phase, int phases, MultiLayerNetwork whole, Progress start) {
        ReplicaKind kind =
                new ReplicaKind(phase.configuration().toJson(), phase.features(), settings.kernel(), corruption);
        TrainingSettings own = settings.withEpochs(phase.epochs());
        String name = phases == 1 ? null : phase.name();
        Broadcast<FrozenEncoder> frozen = spark.broadcast(FrozenEncoder.of(whole));
        int layers = phase.frozenLayers();
        try (ValidationLoss validation =
                        new ValidationLoss(spark, through(frozen, layers, heldOut), nothingHeldOut, kind);
                AveragingEngine engine = engine(spark, own, kind, through(frozen, layers, rows))) {
            return new TrainingLoop(own, name, own.method(), engine, validation, checkpoints, listener).run(start);
        } finally {
            frozen.destroy();
        }
    }

    /**
     * The engine that {@code training.master} names, its rows cached.
     *
     * @param kind of replica to train
     * @param blocks one partition per worker
     */
    static AveragingEngine engine(
            JavaSparkContext spark, TrainingSettings settings, ReplicaKind kind, JavaRDD<RowBlock> blocks) {
        AveragingEngine.Plan plan = settings.rounds(settings.epochs());
        return switch (settings.master()) {
            case RESIDENT -> new ResidentEngine(spark, plan, kind, blocks);
            case DL4J -> new StockEngine(spark, plan, kind, blocks);
        };
    }

    private static JavaRDD<RowBlock> through(Broadcast<FrozenEncoder> frozen, int layers, JavaRDD<RowBlock> rows) {
        return layers == 0 ? rows : rows.mapPartitions(blocks -> frozen.value().through(layers, blocks));
    }
}
