/** Codes, reconstructions and reconstruction errors of rows by a trained model. */
package io.sparkae.encode;
