package io.sparkae.model.compute;

/**
 * A transposed convolution: what a convolution from its output to its input does backward. Weights lie patch value by
 * patch value, {@code [size, channels of the input]}.
 */
final class TransposedConvolutionKernel implements LayerKernel {
    private final Parameters parameters;
    private final int weightsAt;
    private final int channels;
    private final PatchProducts products;
    private final Finish after;

    /**
     * @param channels of its input
     * @param patches of its output
     */
    TransposedConvolutionKernel(Parameters parameters, int weightsAt, int channels, Patches patches, Finish after) {
        this.parameters = parameters;
        this.weightsAt = weightsAt;
        this.channels = channels;
        this.products = new PatchProducts(patches);
        this.after = after;
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        products.scattered(
                out.values(),
                rows,
                (first, images, patchRows, patches) -> Gemm.nt(
                        patchRows,
                        products.size(),
                        channels,
                        in.nativeValues().getPointer((long) first * in.width()),
                        parameters.nativeValues(weightsAt),
                        patches,
                        false));
        after.apply(out, rows);
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        after.backward(out, rows);
        products.gathered(out.deltas(), rows, (first, images, patchRows, patches) -> {
            long at = (long) first * in.width();
            Gemm.tn(
                    products.size(),
                    channels,
                    patchRows,
                    patches,
                    in.nativeValues().getPointer(at),
                    parameters.nativeGradient(weightsAt),
                    first > 0);
            if (propagate) {
                Gemm.nn(
                        patchRows,
                        channels,
                        products.size(),
                        patches,
                        parameters.nativeValues(weightsAt),
                        in.nativeDeltas().getPointer(at),
                        false);
            }
        });
        parameters.fetchGradient(weightsAt, products.size() * channels);
        if (propagate) {
            in.deltasFromNative(rows);
        }
    }
}
