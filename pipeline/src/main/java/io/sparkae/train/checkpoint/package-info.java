/** Checkpoints: the state of a training on disk, validated when read. */
package io.sparkae.train.checkpoint;
