/** The report stage, the comparison of runs, {@code metrics.json}, the summary for a terminal. */
package io.sparkae.report;
