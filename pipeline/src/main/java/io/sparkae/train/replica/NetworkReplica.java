package io.sparkae.train.replica;

import io.sparkae.model.layer.SeededNoise;
import io.sparkae.platform.NativeArrays;
import io.sparkae.train.replica.Replica.Minibatch;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A replica trained by DL4J's own step, for every family. */
public final class NetworkReplica implements Replica {
    private final MultiLayerNetwork network;
    private final int features;
    private INDArray inputs;
    private INDArray targets;

    /**
     * @param network not copied; training changes it
     * @param features values per row
     */
    public NetworkReplica(MultiLayerNetwork network, int features) {
        this.network = network;
        this.features = features;
        network.getUpdater(true); // allocates u
    }

    @Override
    public void load(TrainingState state) {
        NativeArrays.put(state.parameters(), state.parameters().length, network.params());
        if (state.updaterState().length > 0) {
            NativeArrays.put(state.updaterState(), state.updaterState().length, updaterView());
        }
        network.setIterationCount(state.iteration());
        network.setEpochCount(state.epoch());
    }

    @Override
    public double fit(Minibatch minibatch) {
        int rows = minibatch.rows();
        if (inputs == null || inputs.size(0) != rows) {
            inputs = NativeArrays.uninitialised(rows, features);
            targets = NativeArrays.uninitialised(rows, features);
        }
        NativeArrays.put(minibatch.inputs(), rows * features, inputs);
        boolean clean = minibatch.targets() == minibatch.inputs();
        if (!clean) {
            NativeArrays.put(minibatch.targets(), rows * features, targets);
        }
        SeededNoise.seed(network, minibatch.seed());
        network.fit(inputs, clean ? inputs : targets);
        return network.score();
    }

    @Override
    public double lossSum(float[] values, int rows) {
        double sum = 0;
        int atOnce = Replica.rowsJudgedAtOnce(features);
        for (int from = 0; from < rows; from += atOnce) {
            int count = Math.min(atOnce, rows - from);
            INDArray some = NativeArrays.matrix(
                    Arrays.copyOfRange(values, from * features, (from + count) * features), count, features);
            sum += network.score(new DataSet(some, some), false) * count;
        }
        return sum;
    }

    @Override
    public float[] parameters() {
        return NativeArrays.get(network.params());
    }

    @Override
    public float[] updaterState() {
        INDArray view = updaterView();
        return view == null ? new float[0] : NativeArrays.get(view);
    }

    @Override
    public int features() {
        return features;
    }

    private INDArray updaterView() {
        return network.getUpdater(true).getStateViewArray();
    }
}
