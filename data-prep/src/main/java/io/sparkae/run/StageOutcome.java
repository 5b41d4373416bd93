package io.sparkae.run;

/**
 * How a call of a stage ended.
 *
 * @param manifest of the output that is now committed
 * @param skipped true if that output was there already
 */
public record StageOutcome(Manifest manifest, boolean skipped) {}
