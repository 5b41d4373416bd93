package io.sparkae.model.compute;

import java.util.function.IntUnaryOperator;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.nd4j.linalg.activations.Activation;

/** Plans convolutions. DL4J has their bias before their weights. */
final class ConvolutionPlanner {
    private ConvolutionPlanner() {}

    /** Adds a convolution; not if it is of a kind that there is no kernel for. */
    static boolean add(ConvolutionLayer layer, PlanBuilder plan) {
        if (plan.image() == null || !LayerTraits.isSquareAndSame(layer)) {
            return false;
        }
        ChannelShape in = plan.image();
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int filters = (int) layer.getNOut();
        int biasAt = plan.take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][channel][filter], DL4J's [filter][channel][place]
        int weightsAt = plan.take(area * in.channels() * filters, p -> {
            int filter = p % filters;
            int channel = p / filters % in.channels();
            return (filter * in.channels() + channel) * area + p / filters / in.channels();
        });
        plan.decay(layer, weightsAt, area * in.channels() * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        ChannelShape out =
                new ChannelShape((in.height() + stride - 1) / stride, (in.width() + stride - 1) / stride, filters);
        plan.image(out);
        plan.step(
                out.size(),
                p -> new ConvolutionKernel(
                        p,
                        weightsAt,
                        filters,
                        new Patches(in, kernel, stride),
                        new Epilogue.BiasActivation(p, biasAt, filters, activation)));
        return true;
    }

    /** Adds a transposed convolution; not if it is of a kind that there is no kernel for. */
    static boolean addTransposed(Deconvolution2D layer, PlanBuilder plan) {
        if (plan.image() == null || !LayerTraits.isSquareAndSame(layer)) {
            return false;
        }
        int stride = layer.getStride()[0];
        int kernel = layer.getKernelSize()[0];
        int channels = plan.image().channels();
        int filters = (int) layer.getNOut();
        ChannelShape out =
                new ChannelShape(plan.image().height() * stride, plan.image().width() * stride, filters);
        int biasAt = plan.take(filters, IntUnaryOperator.identity());
        int area = kernel * kernel;
        // ours [place in the kernel][filter][channel], DL4J's [channel][filter][place]
        int weightsAt = plan.take(area * channels * filters, p -> {
            int channel = p % channels;
            int filter = p / channels % filters;
            return (channel * filters + filter) * area + p / channels / filters;
        });
        plan.decay(layer, weightsAt, area * channels * filters);
        Activation activation = LayerTraits.activation(layer.getActivationFn());
        plan.image(out);
        plan.step(
                out.size(),
                p -> new ConvolutionKernel.Transposed(
                        p,
                        weightsAt,
                        channels,
                        new Patches(out, kernel, stride),
                        new Epilogue.BiasActivation(p, biasAt, filters, activation)));
        return true;
    }
}
