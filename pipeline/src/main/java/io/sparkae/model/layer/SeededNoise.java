package io.sparkae.model.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A layer that draws random numbers while training. */
public interface SeededNoise {
    /** Seeds the layer's generator; every pass draws the same numbers until the next seed. */
    void noiseSeed(long seed);

    /** Seeds all such layers of a network. */
    static void seed(MultiLayerNetwork network, long seed) {
        for (Layer layer : network.getLayers()) {
            if (layer instanceof SeededNoise noise) {
                noise.noiseSeed(seed);
            }
        }
    }
}
