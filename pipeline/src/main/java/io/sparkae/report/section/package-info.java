/** The sections of a page on runs; knows no HTML. */
package io.sparkae.report.section;
