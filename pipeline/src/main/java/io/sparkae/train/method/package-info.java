/** Averaging methods: what workers do with a minibatch, and what the driver makes of their mean. */
package io.sparkae.train.method;
