package io.sparkae.model;

import io.sparkae.model.Networks.LayerStack;
import io.sparkae.model.layer.GaussianCode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.activations.Activation;

/**
 * The variational family: as the dense one, but the encoder gives mean μ and log variance γ of a normal distribution, and
 * the code is drawn from it ({@link GaussianCode}; Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014).
 *
 * <p>Not DL4J's own {@code VariationalAutoencoder} layer: that one trains through {@code pretrain} only, which no
 * training master supports, draws from a generator whose state is nobody's, and has no place for convolutions or for β.
 */
record VariationalDense() implements Family {
    @Override
    public String label() {
        return "vae";
    }

    @Override
    public MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        return new LayerStack(settings, optimizer, seed, input.features())
                .dense(settings.hidden())
                .dense(Math.multiplyExact(2, settings.code()), Activation.IDENTITY)
                .layer(new GaussianCode(settings.code(), settings.beta() / input.features()), settings.code())
                .denseReversed(settings.hidden())
                .output(input.features())
                .build();
    }

    @Override
    public int codeLayer(ModelSettings settings) {
        return settings.hidden().size() + 1;
    }

    @Override
    public boolean isGenerative() {
        return true;
    }

    @Override
    public String codeLine(ModelSettings settings) {
        return "normally distributed code";
    }
}
