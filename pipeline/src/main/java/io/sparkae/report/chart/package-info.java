/** Charts and pictures of images, drawn off screen for a light and a dark page. Knows nothing of runs. */
package io.sparkae.report.chart;
