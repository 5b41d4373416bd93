/** Principal component analysis as a linear autoencoder, the baseline for codes of the same size. */
package io.sparkae.train.pca;
