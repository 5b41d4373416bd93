package io.sparkae.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the units of a network's first layer look for.
 *
 * @param weights of each unit: of a fully connected one, one a feature; of a convolution's filter, {@code kernel · kernel},
 *     row by row
 * @param kernel height and width of a filter; 0 if the layer is fully connected
 */
public record FirstLayer(List<float[]> weights, int kernel) {

    static FirstLayer of(MultiLayerNetwork network) {
        Layer first = network.getLayer(0);
        INDArray matrix = first.getParam("W"); // [features, units] or [filters, 1, kernel, kernel]
        if (first.conf().getLayer() instanceof ConvolutionLayer convolution) {
            float[] all = matrix.dup('c').data().asFloat();
            int size = all.length / (int) matrix.size(0);
            return new FirstLayer(
                    IntStream.range(0, (int) matrix.size(0))
                            .mapToObj(filter -> Arrays.copyOfRange(all, filter * size, (filter + 1) * size))
                            .toList(),
                    convolution.getKernelSize()[0]);
        }
        return new FirstLayer(
                IntStream.range(0, (int) matrix.size(1))
                        .mapToObj(unit -> matrix.getColumn(unit).dup().data().asFloat())
                        .toList(),
                0);
    }
}
