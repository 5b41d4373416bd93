/** Principal component analysis as an autoencoder that needs no training: what a code of some size is held against. */
package io.sparkae.train.pca;
