/** DL4J's own ParameterAveragingTrainingMaster as a training master. */
package io.sparkae.train.stock;
