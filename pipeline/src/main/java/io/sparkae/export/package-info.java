/** Trained models in formats of others: ONNX, and NumPy's npz. */
package io.sparkae.export;
