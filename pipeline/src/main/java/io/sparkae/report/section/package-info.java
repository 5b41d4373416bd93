/** What a report's page shows of a run, section by section; how it looks is for the chart and report packages. */
package io.sparkae.report.section;
