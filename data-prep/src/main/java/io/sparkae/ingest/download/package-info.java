/** Fetching public datasets over HTTP: mirrors in order, interrupted transfers resumed, every file verified. */
package io.sparkae.ingest.download;
