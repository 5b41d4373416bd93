package io.sparkae.train;

import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.NetworkSize;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.Phase.NetworkPlan;
import io.sparkae.train.averaging.ResidentEngine;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Lower bound on the memory of a training, in bytes, by the arrays held at one time; {@code
 * docs/internals.md}, "Memory", derives each. With θ parameters, u values of the updater and W workers a state is
 * {@code s = 4·(θ + u)}.
 *
 * @param size of the network
 * @param kernels whether kernels train it, with their copies of parameters and values in the heap
 * @param resident whether {@code training.master = resident}, which sums all workers' states
 * @param features values of a row
 * @param workerRows rows of the largest worker
 * @param workers number of workers
 * @param batch rows of the largest minibatch
 * @param contributed values of what a worker gives to a round: θ + u, or θ where the driver alone has an updater
 * @param contributedBytes bytes of each as it travels
 * @param velocity values that the averaging method keeps on the driver
 */
record TrainingMemory(
        NetworkSize size,
        boolean kernels,
        boolean resident,
        int features,
        long workerRows,
        int workers,
        long batch,
        long contributed,
        int contributedBytes,
        long velocity) {

    private static final long ID_AND_LABEL_BYTES = 12;

    /** Each array of a state is serialised as one byte array. */
    private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES - 2;

    private static TrainingMemory of(
            MultiLayerConfiguration network, int features, TrainingSettings training, long rows) {
        long workerRows = (rows + training.workers() - 1) / training.workers();
        NetworkSize size = NetworkSize.of(() -> network, features);
        return new TrainingMemory(
                size,
                training.master() == TrainingSettings.Master.RESIDENT
                        && training.kernel().mayUseOwn(network),
                training.master() == TrainingSettings.Master.RESIDENT,
                features,
                workerRows,
                training.workers(),
                Math.min(training.minibatch(), workerRows),
                size.parameters() + (training.method().workersHaveUpdaters() ? size.updaterState() : 0),
                training.rounds(training.epochs()).transfer().bytesOfAValue(),
                training.method().velocityLength(1) * size.parameters());
    }

    /**
     * Refuses a training that cannot fit.
     *
     * @param rows to train on
     * @throws SettingsException with the memory needed and the settings to change
     */
    static void require(NetworkPlan plan, long rows, MemoryRoom room) {
        NetworkSize.of(plan::configuration, plan.input().features()); // refuses sizes that overflow
        for (Phase phase : Phase.of(plan, plan.training())) {
            of(phase.configuration(), phase.features(), plan.training(), rows).require(room);
        }
    }

    /**
     * Refuses a training that cannot fit whatever the dataset, from its settings alone.
     *
     * @param height of the images, 0 if unknown before the data is read
     * @param width of the images, 0 if unknown before the data is read
     * @throws SettingsException with the memory needed and the settings to change
     */
    static void requireOfAnyRows(
            ModelSettings model, TrainingSettings training, int height, int width, MemoryRoom room) {
        InputShape least = model.family().smallestInput(model);
        InputShape smallest = new InputShape(height > 0 ? height : least.height(), width > 0 ? width : least.width());
        require(new NetworkPlan(model, smallest, training), 1, room);
    }

    private void require(MemoryRoom room) {
        String network = String.format("the network has %,d parameters", size.parameters());
        if (Math.max(size.parameters(), size.updaterState()) > MOST_VALUES) {
            throw new SettingsException(List.of("model.hidden, model.code: " + network
                    + String.format(
                            ", and its updater %,d values; there may be %,d of each: expected fewer units",
                            size.updaterState(), MOST_VALUES)));
        }
        if (workerRows > Integer.MAX_VALUE) {
            throw new SettingsException(List.of(String.format(
                    "training.workers: expected at most 2,147,483,647 rows a worker, found %,d: give more workers",
                    workerRows)));
        }
        if (MemoryRoom.times(batch, size.widest()) > Integer.MAX_VALUE) {
            throw new SettingsException(List.of(String.format(
                    "a worker's minibatch, training.batch-size / training.workers or training.worker-batch-size: expected at"
                            + " most %,d rows, since %,d values lie between two layers and no more"
                            + " than 2,147,483,647 may be held, found %,d",
                    Integer.MAX_VALUE / size.widest(), size.widest(), batch)));
        }
        int tasks = Math.min(workers, room.slots());
        room.require(
                String.format(
                        "%s, a worker has %,d rows of %,d features and minibatches of up to %,d: training needs",
                        network, workerRows, features, batch),
                driver(room.local() ? tasks : 0),
                tasks(tasks),
                MemoryRoom.times(tasks, natives()),
                "have fewer units (model.hidden, model.code), smaller minibatches (training.batch-size)"
                        + (room.local() ? "" : ", more training.workers, fewer cores an executor"));
    }

    private long state() {
        return 4 * (size.parameters() + size.updaterState());
    }

    private long contribution() {
        return contributedBytes * contributed;
    }

    /**
     * Heap of the driver when it averages: the state before, what the workers gave, sums of that in double precision, their
     * mean, and what the method keeps, before and after.
     *
     * @param replicas in the same heap
     */
    long driver(int replicas) {
        long averaging = resident
                ? MemoryRoom.sum(
                        12 * contributed,
                        MemoryRoom.times(Math.min(workers, ResidentEngine.MOST_STATES), contribution()),
                        8 * velocity)
                : 0;
        return MemoryRoom.sum(state(), averaging, MemoryRoom.times(replicas, replica()));
    }

    /**
     * Heap of an executor while tasks train: the broadcast state and, for each, rows, replica and contribution. Of rows that
     * stay there between rounds, ids and labels; their values may be in files.
     */
    long tasks(int tasks) {
        long rows = MemoryRoom.times(workerRows, resident ? ID_AND_LABEL_BYTES : 4L * features);
        return MemoryRoom.sum(
                state(), MemoryRoom.times(tasks, MemoryRoom.sum(rows, replica(), resident ? contribution() : 0)));
    }

    /** Heap of a replica: parameters and gradient, moments, values and deltas of all layers. */
    private long replica() {
        return kernels
                ? MemoryRoom.sum(
                        8 * size.parameters() + 4 * size.updaterState(), MemoryRoom.times(8 * batch, size.widths()))
                : 0;
    }

    /** Native memory of a replica that JavaCPP counts: parameters and gradient, values and deltas of all layers. */
    long natives() {
        return kernels ? MemoryRoom.sum(8 * size.parameters(), MemoryRoom.times(8 * batch, size.widths())) : 0;
    }
}
