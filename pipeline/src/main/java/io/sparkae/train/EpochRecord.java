package io.sparkae.train;

/**
 * One epoch's figures; a line of {@code history.jsonl}.
 *
 * @param epoch counted from 1
 * @param trainLoss mean over the epoch's minibatches of the loss before each step, per pixel
 * @param validationLoss mean per pixel over the validation rows after the epoch; null if there are none
 * @param seconds the epoch took, validation included
 * @param rows trained on
 */
public record EpochRecord(int epoch, double trainLoss, Double validationLoss, double seconds, long rows) {}
