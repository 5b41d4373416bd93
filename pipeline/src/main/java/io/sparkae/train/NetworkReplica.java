package io.sparkae.train;

import io.sparkae.model.NativeArrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A replica for the families that are one DL4J network trained to give back its input. */
final class NetworkReplica implements Replica {
    private final MultiLayerNetwork network;
    private final int features;
    private INDArray minibatch;

    /** @param network is taken over: training changes it */
    NetworkReplica(MultiLayerNetwork network) {
        this.network = network;
        network.getUpdater(true); // allocates u, which fit would do at its first call
        features = network.layerInputSize(0);
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
    public double fit(float[] rowsOfFeatures, int rows) {
        if (minibatch == null || minibatch.size(0) != rows) {
            minibatch = NativeArrays.uninitialised(rows, features);
        }
        NativeArrays.put(rowsOfFeatures, rows * features, minibatch);
        network.fit(minibatch, minibatch);
        return network.score();
    }

    @Override
    public float[] reconstruct(float[] rowsOfFeatures, int rows) {
        return NativeArrays.get(network.output(NativeArrays.matrix(rowsOfFeatures, rows, features)));
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

    private INDArray updaterView() {
        return network.getUpdater(true).getStateViewArray();
    }
}
