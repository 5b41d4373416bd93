/** HTML pages of sections; knows no runs. */
package io.sparkae.report.page;
