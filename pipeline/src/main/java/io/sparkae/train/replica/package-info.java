/**
 * A worker's copy of the network and its training step, by Deeplearning4j or by kernels, both behind {@link io.sparkae.train.replica.Replica}.
 */
package io.sparkae.train.replica;
