/**
 * A worker's own copy of the network and its step: Deeplearning4j's for any family, and a faster one of our
 * own for what there are kernels for, both behind {@link io.sparkae.train.replica.Replica}.
 */
package io.sparkae.train.replica;
