package io.sparkae.model.compute;

/**
 * A fully connected layer whose weights are those of a {@link DenseKernel} before it, transposed: {@code f(x·W + c)}, W
 * being {@code [inputs, outputs]}. Its share of their gradient stays in native memory, for the other to add its own.
 */
final class TransposedDenseKernel implements LayerKernel {
    private final Parameters parameters;
    private final int weightsAt;
    private final Finish after;

    TransposedDenseKernel(Parameters parameters, int weightsAt, Finish after) {
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
