/** What training and search would take on clusters that are not here: a formula, and a simulation to hold it against. */
package io.sparkae.benchmark.forecast;
