package io.sparkae.train;

import io.sparkae.model.LayerwiseStack;
import io.sparkae.model.Networks;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.replica.PackedFloats;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network on its way to the executors, for what its first layers make of rows.
 *
 * @param configuration as JSON
 * @param parameters in DL4J's flat order
 */
record FrozenEncoder(String configuration, PackedFloats parameters) implements Serializable {
    static FrozenEncoder of(MultiLayerNetwork network) {
        return new FrozenEncoder(
                network.getLayerWiseConfigurations().toJson(), new PackedFloats(NativeArrays.get(network.params())));
    }

    /** What the first layers make of rows. */
    Iterator<RowBlock> through(int layers, Iterator<RowBlock> blocks) {
        MultiLayerNetwork network = Networks.initialised(MultiLayerConfiguration.fromJson(configuration));
        NativeArrays.put(parameters.values(), parameters.values().length, network.params());
        List<RowBlock> codes = new ArrayList<>();
        blocks.forEachRemaining(block -> codes.add(LayerwiseStack.through(layers, network, block)));
        return codes.iterator();
    }
}
