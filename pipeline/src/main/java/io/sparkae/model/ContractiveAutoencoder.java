package io.sparkae.model;

import io.sparkae.model.Networks.LayerStack;
import io.sparkae.model.Networks.TrainingParts;
import io.sparkae.model.layer.ContractiveDense;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The contractive family: a dense autoencoder without hidden layers whose code changes little with its input
 * ({@link ContractiveDense}; Rifai and others, ICML 2011). It is kept as a dense network.
 */
record ContractiveAutoencoder() implements Family {
    private static final Family DENSE = new DenseAutoencoder();

    @Override
    public String label() {
        return "contractive";
    }

    @Override
    public MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        ContractiveDense code = new ContractiveDense(
                input.features(), settings.code(), settings.codeActivation(), settings.contraction());
        return new LayerStack(settings, optimizer, seed, input.features())
                .layer(code, settings.code())
                .output(input.features())
                .build();
    }

    @Override
    public MultiLayerNetwork kept(MultiLayerNetwork trained, ModelSettings settings) {
        int features = (int) ((ContractiveDense)
                        trained.getLayerWiseConfigurations().getConf(0).getLayer())
                .getNIn();
        MultiLayerNetwork dense = Networks.initialised(
                DENSE.configuration(settings, new InputShape(1, features), Optimizer.of(new Sgd()), 0));
        dense.setParams(trained.params());
        return TrainingParts.removed(dense);
    }

    @Override
    public MultiLayerConfiguration keptConfiguration(ModelSettings settings, InputShape input) {
        return DENSE.keptConfiguration(settings, input);
    }

    @Override
    public int codeLayer(ModelSettings settings) {
        return 0;
    }

    @Override
    public List<String> problems(ModelSettings settings) {
        List<String> problems = new ArrayList<>();
        if (!settings.hidden().isEmpty()) {
            problems.add(
                    "model.hidden: expected [], since model.family = contractive penalises the Jacobian of one layer,"
                            + " found " + settings.hidden());
        }
        if (!ContractiveDense.ACTIVATIONS.contains(settings.codeActivation())) {
            problems.add("model.code-activation: expected one of "
                    + ContractiveDense.ACTIVATIONS.toString().toLowerCase(Locale.ROOT)
                    + ", since model.family = contractive needs its slope, found "
                    + settings.codeActivation().name().toLowerCase(Locale.ROOT));
        }
        return problems;
    }

    @Override
    public String codeLine(ModelSettings settings) {
        return "contractive " + settings.codeActivation().name().toLowerCase(Locale.ROOT) + " code";
    }
}
