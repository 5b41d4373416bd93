/** One round of parameter averaging: state broadcast, minibatches on each worker, weighted mean. */
package io.sparkae.train.averaging;
