package io.sparkae.model.compute;

/** A fully connected layer, {@code f(x·Wᵀ + b)}, its weights lying output by output, {@code [outputs, inputs]}. */
final class DenseKernel implements LayerKernel {
    private final Parameters parameters;
    private final int weightsAt;
    private final Epilogue after;
    private final boolean shared;

    /**
     * @param after what follows the product
     * @param shared whether a {@link DenseKernel.Transposed} has the same weights, whose gradient is there already
     */
    DenseKernel(Parameters parameters, int weightsAt, Epilogue after, boolean shared) {
        this.parameters = parameters;
        this.weightsAt = weightsAt;
        this.after = after;
        this.shared = shared;
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        Gemm.nt(
                rows,
                out.width(),
                in.width(),
                in.nativeValues(),
                parameters.nativeValues(weightsAt),
                out.nativeValues(),
                false);
        after.forward(out, rows);
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        after.backward(out, rows);
        int weights = in.width() * out.width();
        Gemm.tn(
                out.width(),
                in.width(),
                rows,
                out.nativeDeltas(),
                in.nativeValues(),
                parameters.nativeGradient(weightsAt),
                shared);
        parameters.fetchGradient(weightsAt, weights);
        if (propagate) {
            Gemm.nn(
                    rows,
                    in.width(),
                    out.width(),
                    out.nativeDeltas(),
                    parameters.nativeValues(weightsAt),
                    in.nativeDeltas(),
                    false);
            in.deltasFromNative(rows);
        }
    }

    /**
     * A fully connected layer whose weights are those of a {@link DenseKernel} before it, transposed: {@code f(x·W + c)}, W
     * being {@code [inputs, outputs]}. Its share of their gradient stays in native memory, for the other to add its own.
     */
    static final class Transposed implements LayerKernel {
        private final Parameters parameters;
        private final int weightsAt;
        private final Epilogue after;

        Transposed(Parameters parameters, int weightsAt, Epilogue after) {
            this.parameters = parameters;
            this.weightsAt = weightsAt;
            this.after = after;
        }

        @Override
        public void forward(Slot in, Slot out, int rows, boolean training) {
            Gemm.nn(
                    rows,
                    out.width(),
                    in.width(),
                    in.nativeValues(),
                    parameters.nativeValues(weightsAt),
                    out.nativeValues(),
                    false);
            after.forward(out, rows);
        }

        @Override
        public void backward(Slot in, Slot out, int rows, boolean propagate) {
            after.backward(out, rows);
            Gemm.tn(
                    in.width(),
                    out.width(),
                    rows,
                    in.nativeValues(),
                    out.nativeDeltas(),
                    parameters.nativeGradient(weightsAt),
                    false);
            if (propagate) {
                Gemm.nt(
                        rows,
                        in.width(),
                        out.width(),
                        out.nativeDeltas(),
                        parameters.nativeValues(weightsAt),
                        in.nativeDeltas(),
                        false);
                in.deltasFromNative(rows);
            }
        }
    }
}
