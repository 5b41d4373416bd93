package io.sparkae.report.section;

import io.sparkae.report.chart.Axis.Tick;
import io.sparkae.report.chart.ColourScale;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.Picture.Stack;
import io.sparkae.report.chart.Tile.SignedImage;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The section of first-layer weights as images. */
final class Weights {
    private static final int MOST = 100;

    private Weights() {}

    static Optional<Section> of(RunView run) throws IOException {
        if (!run.has(StageName.TRAIN) || !run.hasImages()) {
            return Optional.empty();
        }
        FirstLayer layer = FirstLayer.of(run.model().network());
        int height = layer.kernel() > 0 ? layer.kernel() : run.shape().height();
        int width = layer.kernel() > 0 ? layer.kernel() : run.shape().width();
        int units = layer.weights().size();
        List<SignedImage> images = layer.weights().stream()
                .limit(MOST)
                .map(weights -> SignedImage.of(weights, height, width))
                .toList();
        String shown = images.size() < units ? "the first " + images.size() + " of " + units : "all " + units;
        return Optional.of(new Section(
                "weights",
                "Weights",
                List.of(new Block.Figure(
                        "weights",
                        "Weights of " + shown + " " + what(run, layer)
                                + ", each scaled by its largest absolute weight.",
                        images.size() + " small images of positive and negative weights",
                        new Stack(List.of(
                                new ImageGrid(GridRows.of(ImageGrid.COLUMNS, List.of(new ImageGrid.Row("", images)))),
                                new ColourScale.Key(
                                        ColourScale.SIGNED,
                                        List.of(new Tick(0, "−1"), new Tick(0.5, "0"), new Tick(1, "1")),
                                        "weight / largest absolute weight of the image")))))));
    }

    private static String what(RunView run, FirstLayer layer) throws IOException {
        if (layer.kernel() > 0) {
            return "filters of the first layer, " + layer.kernel() + " by " + layer.kernel() + " pixels";
        }
        return run.model().settings().family().firstLayerCaption();
    }

    /**
     * Weights of the first layer's units.
     *
     * @param weights of each unit: of a fully connected one, one a feature; of a convolution's filter, {@code kernel · kernel},
     *     row by row
     * @param kernel height and width of a filter; 0 if the layer is fully connected
     */
    private record FirstLayer(List<float[]> weights, int kernel) {

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
                            .mapToObj(
                                    unit -> matrix.getColumn(unit).dup().data().asFloat())
                            .toList(),
                    0);
        }
    }
}
