package io.sparkae.model;

import io.sparkae.model.TrainedAutoencoder.LayerRange;
import io.sparkae.model.layer.PenaltySettings;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A dense autoencoder taken apart into autoencoders of one hidden layer each, to be trained from the outside in (Bengio,
 * Lamblin, Popovici and Larochelle, "Greedy Layer-Wise Training of Deep Networks", NIPS 2006). For widths
 * {@code w_0 … w_L} of the encoder, the l-th is {@code w_{l−1} → w_l → w_{l−1}} and learns to give back the output of
 * the encoder's layers before it, which stay as they are.
 */
public final class LayerwiseStack {
    private final ModelSettings settings;
    private final List<Integer> widths = new ArrayList<>();

    /** @param settings of the whole, of the dense family */
    public LayerwiseStack(ModelSettings settings, InputShape input) {
        this.settings = settings;
        widths.add(input.features());
        widths.addAll(settings.hidden());
        widths.add(settings.code());
    }

    /** The number of autoencoders, L. */
    public int depth() {
        return widths.size() - 1;
    }

    /** Values that the l-th, counted from 1, is given. */
    public int features(int l) {
        return widths.get(l - 1);
    }

    /** Widths of the l-th, such as {@code 784-300-784}. */
    public String name(int l) {
        return features(l) + "-" + widths.get(l) + "-" + features(l);
    }

    /** The l-th, counted from 1, as a network. All but the first learn by squared error, their input being no image. */
    public MultiLayerConfiguration configuration(int l, Optimizer optimizer, long seed) {
        boolean outermost = l == 1;
        boolean innermost = l == depth();
        ModelSettings one = settings.withFamily(new DenseAutoencoder())
                .withHidden(List.of())
                .withCode(widths.get(l))
                .withActivations(
                        settings.activation(),
                        innermost ? settings.codeActivation() : settings.activation(),
                        outermost ? settings.outputActivation() : settings.activation())
                .withLoss(outermost ? settings.loss() : Loss.MSE)
                .withPenalty(innermost ? settings.penalty() : PenaltySettings.NONE);
        return Networks.configuration(
                one, new InputShape(1, features(l)), optimizer, Seeds.of(seed, "model.layerwise", l));
    }

    /** Copies the trained l-th into the whole network. */
    public void put(int l, MultiLayerNetwork trained, MultiLayerNetwork whole) {
        int last = trained.getnLayers() - 1;
        int decoder = whole.getnLayers() - l;
        copy(trained, 0, whole, l - 1);
        copy(trained, last, whole, decoder);
    }

    /** Activations of the first layers of a network. */
    public static RowBlock through(int layers, MultiLayerNetwork network, RowBlock rows) {
        float[] codes = NativeArrays.get(LayerRange.activate(
                network, 0, layers - 1, NativeArrays.matrix(rows.values(), rows.rows(), rows.width())));
        return new RowBlock(rows.ids(), rows.labels(), codes, codes.length / Math.max(1, rows.rows()));
    }

    private static void copy(MultiLayerNetwork from, int layer, MultiLayerNetwork to, int place) {
        to.setParam(place + "_W", from.getParam(layer + "_W"));
        to.setParam(place + "_b", from.getParam(layer + "_b"));
    }
}
