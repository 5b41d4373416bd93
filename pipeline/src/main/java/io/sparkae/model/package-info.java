/**
 * Model families as Deeplearning4j networks, their losses, and trained models: self-contained files and functions on
 * arrays.
 */
package io.sparkae.model;
