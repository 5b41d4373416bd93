/** What a run amounts to: {@code metrics.json} and the summary for people. */
package io.sparkae.report;
