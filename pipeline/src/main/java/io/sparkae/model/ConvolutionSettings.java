package io.sparkae.model;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.List;

/**
 * The settings {@code model.convolution.*}: the layers before the dense ones.
 *
 * @param filters of each layer
 * @param strides of each layer, as many
 * @param kernel height and width of all kernels, in pixels
 */
public record ConvolutionSettings(List<Integer> filters, List<Integer> strides, int kernel) implements Serializable {
    /** Sides of the largest images that are read. */
    private static final int MOST_REDUCTION = 4096;

    static ConvolutionSettings read(SettingsReader reader) {
        ConvolutionSettings settings = new ConvolutionSettings(
                reader.intsAtLeast("model.convolution.filters", 1),
                reader.intsAtLeast("model.convolution.strides", 1),
                reader.intAtLeast("model.convolution.kernel", 1));
        if (settings.filters.isEmpty() || settings.filters.size() != settings.strides.size()) {
            reader.problem("model.convolution.strides: expected one for each of model.convolution.filters = "
                    + settings.filters + ", found " + settings.strides);
        }
        if (settings.strides.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > MOST_REDUCTION) {
            reader.problem("model.convolution.strides: expected a product of at most " + MOST_REDUCTION + ", found "
                    + settings.strides);
        }
        return settings;
    }

    /** By how much all layers together shrink an image's sides. */
    public int reduction() {
        return strides.stream().reduce(1, Math::multiplyExact);
    }
}
