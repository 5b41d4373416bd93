package io.sparkae.model;

import io.sparkae.model.Networks.LayerStack;
import io.sparkae.model.layer.ActivityPenalty;
import io.sparkae.model.layer.PenaltySettings;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

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

    /**
     * Principal components as a network: one linear layer to the code and one back, whose weights are computed, not trained
     * (Baldi and Hornik, "Neural Networks and Principal Component Analysis", 1989).
     */
    record PcaFamily() implements Family {
        private static final Family DENSE = new DenseAutoencoder();

        @Override
        public String label() {
            return "pca";
        }

        @Override
        public MultiLayerConfiguration configuration(
                ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
            return DENSE.configuration(settings, input, optimizer, seed);
        }

        @Override
        public int codeLayer(ModelSettings settings) {
            return DENSE.codeLayer(settings);
        }

        /** Of the settings given only the code's dimension counts. */
        @Override
        public ModelSettings adapt(ModelSettings given) {
            return given.withHidden(List.of())
                    .withActivations(Activation.IDENTITY, Activation.IDENTITY, Activation.IDENTITY)
                    .withWeightInit(WeightInit.ZERO)
                    .withLoss(Loss.MSE)
                    .withWeightPenalties(0, 0)
                    .withPenalty(PenaltySettings.NONE)
                    .withCorruption(Corruption.NONE)
                    .withBeta(0)
                    .withContraction(0);
        }

        @Override
        public boolean isTrained() {
            return false;
        }

        @Override
        public boolean isLayerwise() {
            return true; // a pass over no layers
        }

        @Override
        public String line(ModelSettings settings, int features) {
            return "principal components: " + features + " – " + settings.code() + " – " + features;
        }

        @Override
        public String firstLayerCaption() {
            return "principal components, that of the most variance first";
        }
    }
}
