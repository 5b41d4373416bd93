package io.sparkae.model.compute;

/** A convolution: the product of each patch with the weights, which lie patch value by patch value, {@code [size, filters]}. */
final class ConvolutionKernel implements LayerKernel {
    private final Parameters parameters;
    private final int weightsAt;
    private final int filters;
    private final PatchProducts products;
    private final Finish after;

    /**
     * @param patches of its input
     * @param filters channels of its output
     */
    ConvolutionKernel(Parameters parameters, int weightsAt, int filters, Patches patches, Finish after) {
        this.parameters = parameters;
        this.weightsAt = weightsAt;
        this.filters = filters;
        this.products = new PatchProducts(patches);
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
}
