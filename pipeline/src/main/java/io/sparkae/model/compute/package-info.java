/**
 * A network's passes forward and backward, many times as fast as Deeplearning4j's: products by OpenBLAS in native memory,
 * everything else in loops over Java arrays. A {@link io.sparkae.model.compute.KernelPlan} translates a Deeplearning4j
 * configuration into kernels.
 */
package io.sparkae.model.compute;
