/** The table and page of a sweep over settings. */
package io.sparkae.report.sweep;
