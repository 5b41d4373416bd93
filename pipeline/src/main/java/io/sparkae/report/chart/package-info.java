/** Charts and pictures of images, drawn off screen with Java 2D for light and dark pages; independent of runs. */
package io.sparkae.report.chart;
