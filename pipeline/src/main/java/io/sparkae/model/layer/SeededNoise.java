package io.sparkae.model.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A layer that draws random numbers while training. */
public interface SeededNoise {
    /** Decides what the layer draws from now on: the same again and again, until it is given another seed. */
    void noiseSeed(long seed);

    /** Gives a seed to all such layers of a network. */
    static void seed(MultiLayerNetwork network, long seed) {
        for (Layer layer : network.getLayers()) {
            if (layer instanceof SeededNoise noise) {
                noise.noiseSeed(seed);
            }
        }
    }
}
