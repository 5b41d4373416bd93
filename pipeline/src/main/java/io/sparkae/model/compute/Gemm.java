package io.sparkae.model.compute;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** Products of matrices that lie row by row in native memory, by OpenBLAS. */
final class Gemm {
    private Gemm() {}

    /** {@code C [m, n] = A [m, k]·B [k, n] (+ C)}. */
    static void nn(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c, boolean add) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, a, k, b, n, add ? 1f : 0f, c, n);
    }

    /** {@code C [m, n] = A [m, k]·Bᵀ (+ C)}, B being {@code [n, k]}. */
    static void nt(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c, boolean add) {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1f, a, k, b, k, add ? 1f : 0f, c, n);
    }

    /** {@code C [m, n] = Aᵀ·B [k, n] (+ C)}, A being {@code [k, m]}. */
    static void tn(int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c, boolean add) {
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1f, a, m, b, n, add ? 1f : 0f, c, n);
    }
}
