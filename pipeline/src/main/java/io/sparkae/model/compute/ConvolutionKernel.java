package io.sparkae.model.compute;

/** A convolution: the product of each patch with the weights, which lie patch value by patch value, {@code [size, filters]}. */
final class ConvolutionKernel implements LayerKernel {
    private final Parameters parameters;
    private final int weightsAt;
    private final int filters;
    private final Patches.Products products;
    private final Epilogue after;

    /**
     * @param patches of its input
     * @param filters channels of its output
     */
    ConvolutionKernel(Parameters parameters, int weightsAt, int filters, Patches patches, Epilogue after) {
        this.parameters = parameters;
        this.weightsAt = weightsAt;
        this.filters = filters;
        this.products = new Patches.Products(patches);
        this.after = after;
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        products.gathered(
                in.values(),
                rows,
                (first, images, patchRows, patches) -> Gemm.nn(
                        patchRows,
                        filters,
                        products.size(),
                        patches,
                        parameters.nativeValues(weightsAt),
                        out.nativeValues().getPointer((long) first * out.width()),
                        false));
        after.forward(out, rows);
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        after.backward(out, rows);
        products.gathered(in.values(), rows, (first, images, patchRows, patches) -> {
            var deltas = out.nativeDeltas().getPointer((long) first * out.width());
            Gemm.tn(
                    products.size(),
                    filters,
                    patchRows,
                    patches,
                    deltas,
                    parameters.nativeGradient(weightsAt),
                    first > 0);
            if (propagate) {
                Gemm.nt(
                        patchRows,
                        products.size(),
                        filters,
                        deltas,
                        parameters.nativeValues(weightsAt),
                        patches,
                        false);
                products.fetchAndScatter(in.deltas(), first, images);
            }
        });
        parameters.fetchGradient(weightsAt, products.size() * filters);
    }

    /**
     * A transposed convolution: what a convolution from its output to its input does backward. Weights lie patch value by
     * patch value, {@code [size, channels of the input]}.
     */
    static final class Transposed implements LayerKernel {
        private final Parameters parameters;
        private final int weightsAt;
        private final int channels;
        private final Patches.Products products;
        private final Epilogue after;

        /**
         * @param channels of its input
         * @param patches of its output
         */
        Transposed(Parameters parameters, int weightsAt, int channels, Patches patches, Epilogue after) {
            this.parameters = parameters;
            this.weightsAt = weightsAt;
            this.channels = channels;
            this.products = new Patches.Products(patches);
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
}
