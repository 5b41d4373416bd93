package io.sparkae.model;

import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.PenaltySettings;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * The dense family: fully connected layers {@code features → hidden… → code → …hidden reversed → features} (Hinton and
 * Salakhutdinov, "Reducing the Dimensionality of Data with Neural Networks", Science 2006, figure 1, without the
 * layer-wise pretraining, which {@link LayerwiseStack} adds). With identities for activations it is linear, and learns
 * the subspace of the principal components (Baldi and Hornik, "Neural Networks and Principal Component Analysis", 1989).
 */
record DenseAutoencoder() implements Family {
    @Override
    public String label() {
        return "dense";
    }

    @Override
    public MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        LayerStack layers = new LayerStack(settings, optimizer, seed, input.features())
                .dense(settings.hidden())
                .dense(settings.code(), settings.codeActivation());
        if (settings.penalty().kind() != PenaltySettings.Kind.NONE) {
            layers.layer(new ActivityPenalty(settings.penalty()), settings.code());
        }
        return layers.denseReversed(settings.hidden()).output(input.features()).build();
    }

    @Override
    public int codeLayer(ModelSettings settings) {
        return settings.hidden().size();
    }

    @Override
    public boolean isPenalisable() {
        return true;
    }

    @Override
    public boolean isLayerwise() {
        return true;
    }
}
