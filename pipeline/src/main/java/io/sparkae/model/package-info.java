/**
 * An experiment's network as Deeplearning4j sees it: the configuration of each family, its losses, and trained models
 * as files and as plain functions on arrays.
 */
package io.sparkae.model;
