package io.sparkae.train.replica;

import io.sparkae.model.ReconstructionSum;
import io.sparkae.model.compute.KernelNetwork;
import io.sparkae.model.compute.KernelPlan;
import io.sparkae.train.replica.Replica.Minibatch;
import java.util.Arrays;

/** A replica trained by kernels, several times faster than DL4J's step. */
final class KernelReplica implements Replica {
    private final KernelNetwork network;
    private final UpdateRule rule;
    private final int layers;
    private int iteration;
    private int epoch;

    /** @param layers of the DL4J network */
    KernelReplica(KernelPlan plan, int layers) {
        this.network = plan.create();
        this.rule = UpdateRule.of(plan.stepping().updater(), network.count());
        this.layers = layers;
    }

    @Override
    public void load(TrainingState state) {
        network.load(state.parameters());
        if (state.updaterState().length > 0) {
            rule.load(network.fromDl4j(state.updaterState()));
        }
        iteration = state.iteration();
        epoch = state.epoch();
    }

    @Override
    public double fit(Minibatch minibatch) {
        double loss = differentiate(minibatch);
        rule.apply(network.values(), network.gradient(), iteration++, epoch);
        network.stepped();
        return loss;
    }

    @Override
    public double differentiate(Minibatch minibatch) {
        return network.gradient(minibatch.inputs(), minibatch.targets(), minibatch.rows(), minibatch.seed());
    }

    @Override
    public float[] gradient() {
        float[] theirs = network.toDl4j(network.gradient());
        return theirs == network.gradient() ? theirs.clone() : theirs;
    }

    @Override
    public double lossSum(float[] features, int rows) {
        int width = network.features();
        double sum = 0;
        int atOnce = Replica.rowsJudgedAtOnce(network.widest());
        for (int from = 0; from < rows; from += atOnce) {
            int count = Math.min(atOnce, rows - from);
            float[] some = Arrays.copyOfRange(features, from * width, (from + count) * width);
            ReconstructionSum made = ReconstructionSum.of(some, network.through(0, layers - 1, some, count));
            double loss = network.isCrossEntropy() ? made.crossEntropy() : made.squaredError();
            sum += loss / width + network.penalties() * count;
        }
        return sum;
    }

    @Override
    public float[] parameters() {
        return network.parameters();
    }

    @Override
    public float[] updaterState() {
        return network.toDl4j(rule.state());
    }

    @Override
    public int features() {
        return network.features();
    }
}
