/** Preflight checks of driver and executors, and workarounds for what a machine lacks. */
package io.sparkae.jobs.startup;
