/**
 * Estimators and models of Spark ML: {@link io.sparkae.ml.Autoencoder}, {@link io.sparkae.ml.NearestNeighborsClassifier} and
 * {@link io.sparkae.ml.ExactNearestNeighbors}, thin faces over the training and the search that the command uses. Python's
 * package {@code sparkae} wraps them.
 */
package io.sparkae.ml;
