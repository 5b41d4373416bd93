/** Layers and losses that Deeplearning4j lacks. */
package io.sparkae.model.layer;
