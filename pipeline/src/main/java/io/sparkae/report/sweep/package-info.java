/** Table and page of a sweep over code sizes. */
package io.sparkae.report.sweep;
