/** Training of an autoencoder by parameter averaging; enter by {@link io.sparkae.train.Trainer}. */
package io.sparkae.train;
