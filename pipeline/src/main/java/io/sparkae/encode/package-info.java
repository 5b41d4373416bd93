/** Codes and reconstruction errors of every row, by a trained model. */
package io.sparkae.encode;
