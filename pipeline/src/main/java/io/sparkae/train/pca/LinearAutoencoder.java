package io.sparkae.train.pca;

import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.platform.NativeArrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The network {@code code = C·(x − m)}, {@code reconstruction = Cᵀ·code + m} of principal components C and mean m: the
 * linear autoencoder of the least squared error (Baldi and Hornik, "Neural Networks and Principal Component Analysis",
 * 1989).
 */
public final class LinearAutoencoder {
    private LinearAutoencoder() {}

    /** @param settings of the family {@code pca}, with as many code values as there are components */
    public static MultiLayerNetwork of(PrincipalComponents pca, ModelSettings settings, Optimizer optimizer) {
        int features = pca.mean().length;
        List<double[]> components = pca.components();
        int code = components.size();
        float[] encoder = new float[Math.multiplyExact(features, code)];
        float[] decoder = new float[Math.multiplyExact(features, code)];
        float[] shift = new float[code];
        float[] mean = new float[features];
        for (int c = 0; c < code; c++) {
            double along = 0;
            for (int i = 0; i < features; i++) {
                double weight = components.get(c)[i];
                encoder[i * code + c] = (float) weight;
                decoder[c * features + i] = (float) weight;
                along += weight * pca.mean()[i];
            }
            shift[c] = (float) -along;
        }
        for (int i = 0; i < features; i++) {
            mean[i] = (float) pca.mean()[i];
        }
        MultiLayerNetwork network =
                Networks.initialised(Networks.configuration(settings, new InputShape(1, features), optimizer, 0));
        network.setParam("0_W", NativeArrays.matrix(encoder, features, code));
        network.setParam("0_b", NativeArrays.matrix(shift, 1, code));
        network.setParam("1_W", NativeArrays.matrix(decoder, code, features));
        network.setParam("1_b", NativeArrays.matrix(mean, 1, features));
        return network;
    }
}
