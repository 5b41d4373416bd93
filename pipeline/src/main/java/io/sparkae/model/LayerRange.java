package io.sparkae.model;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some layers of a network as a function. DL4J's {@code activateSelectedLayers} refuses a lone last layer, and fails where
 * a layer in the middle reshapes its input.
 */
final class LayerRange {
    private LayerRange() {}

    /**
     * What layers make of rows, in evaluation mode.
     *
     * @param first index of the layer that is given the rows
     * @param last index of the layer whose activation is wanted
     * @param input {@code [rows, values]}
     */
    static INDArray activate(MultiLayerNetwork network, int first, int last, INDArray input) {
        LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
        int rows = Math.toIntExact(input.size(0));
        INDArray x = input;
        for (int i = first; i <= last; i++) {
            InputPreProcessor shape = network.getLayerWiseConfigurations().getInputPreProcess(i);
            Layer layer = network.getLayer(i);
            x = layer.activate(shape == null ? x : shape.preProcess(x, rows, memory), false, memory);
            layer.clear();
        }
        return x;
    }
}
