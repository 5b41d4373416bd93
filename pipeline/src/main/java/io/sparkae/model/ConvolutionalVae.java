package io.sparkae.model;

import io.sparkae.model.ModelSettings.ConvolutionSettings;
import io.sparkae.model.Networks.LayerStack;
import io.sparkae.model.layer.GaussianCode;
import io.sparkae.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * The convolutional variational family (after Kingma and Welling 2014, in the form of Chollet, "Deep Learning with
 * Python", section 8.4): convolutions that keep the image's size but for their strides, dense layers, a
 * {@link GaussianCode}; then one dense layer back to the size of the last convolution's output, a transposed convolution
 * for each convolution that had a stride, with the filters of the layer before that, and a convolution to one channel.
 */
record ConvolutionalVae() implements Family {
    @Override
    public String label() {
        return "conv-vae";
    }

    @Override
    public MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        ConvolutionSettings convolution = settings.convolution();
        if (convolution == null) {
            throw new SettingsException(List.of("model.convolution: expected for model.family = conv-vae, found none"));
        }
        if (input.channels() != 1) {
            throw new SettingsException(List.of("model.family: expected another one than conv-vae for images of "
                    + input.channels() + " channels, since its convolutions take one"));
        }
        requireDivisible(input, convolution);
        List<Integer> filters = convolution.filters();
        int height = input.height() / convolution.reduction();
        int width = input.width() / convolution.reduction();
        int depth = filters.get(filters.size() - 1);
        NeuralNetConfiguration.ListBuilder layers =
                LayerStack.builder(settings, optimizer, seed).list();
        int count = 0;
        for (int i = 0; i < filters.size(); i++, count++) {
            layers.layer(convolution(filters.get(i), convolution.strides().get(i), settings.activation(), convolution));
        }
        for (int units : settings.hidden()) {
            layers.layer(dense(units, settings.activation()));
            count++;
        }
        layers.layer(dense(Math.multiplyExact(2, settings.code()), Activation.IDENTITY));
        layers.layer(new GaussianCode(settings.code(), settings.beta() / input.features()));
        layers.layer(dense(Math.multiplyExact(height * width, depth), settings.activation()));
        count += 3;
        layers.inputPreProcessor(count, new FeedForwardToCnnPreProcessor(height, width, depth));
        for (int i = filters.size() - 1; i >= 0; i--) {
            if (convolution.strides().get(i) > 1) {
                int below = filters.get(Math.max(0, i - 1));
                layers.layer(
                        transposed(below, convolution.strides().get(i), settings.activation(), convolution.kernel()));
                count++;
            }
        }
        layers.layer(convolution(1, 1, Activation.IDENTITY, convolution));
        layers.inputPreProcessor(count + 1, new CnnToFeedForwardPreProcessor(input.height(), input.width(), 1));
        layers.layer(new LossLayer.Builder(settings.loss().function())
                .activation(settings.outputActivation())
                .build());
        return layers.setInputType(InputType.convolutionalFlat(input.height(), input.width(), 1))
                .build();
    }

    @Override
    public int codeLayer(ModelSettings settings) {
        return settings.convolution().filters().size() + settings.hidden().size() + 1;
    }

    @Override
    public boolean isGenerative() {
        return true;
    }

    @Override
    public InputShape smallestInput(ModelSettings settings) {
        int side = settings.convolution().reduction();
        return new InputShape(side, side);
    }

    @Override
    public List<String> encoderLine(ModelSettings settings) {
        List<String> sizes = new ArrayList<>();
        sizes.add("convolutions of " + settings.convolution().filters() + " filters");
        settings.hidden().forEach(units -> sizes.add(Integer.toString(units)));
        return sizes;
    }

    @Override
    public String codeLine(ModelSettings settings) {
        return "normally distributed code";
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    private static ConvolutionLayer convolution(
            int filters, int stride, Activation activation, ConvolutionSettings settings) {
        return new ConvolutionLayer.Builder(settings.kernel(), settings.kernel())
                .nOut(filters)
                .stride(stride, stride)
                .convolutionMode(ConvolutionMode.Same)
                .activation(activation)
                .build();
    }

    private static Deconvolution2D transposed(int filters, int stride, Activation activation, int kernel) {
        return new Deconvolution2D.Builder(kernel, kernel)
                .nOut(filters)
                .stride(stride, stride)
                .convolutionMode(ConvolutionMode.Same)
                .activation(activation)
                .build();
    }

    private static void requireDivisible(InputShape input, ConvolutionSettings convolution) {
        int reduction = convolution.reduction();
        if (input.height() % reduction != 0 || input.width() % reduction != 0) {
            throw new SettingsException(List.of("model.convolution.strides: expected strides whose product divides the "
                    + input.height() + " by " + input.width() + " pixels of an image, found " + convolution.strides()));
        }
    }
}
