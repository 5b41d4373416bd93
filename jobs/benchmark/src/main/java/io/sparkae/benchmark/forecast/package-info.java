/** Forecasts of training and search on larger clusters: a formula, checked by a simulation of rounds. */
package io.sparkae.benchmark.forecast;
