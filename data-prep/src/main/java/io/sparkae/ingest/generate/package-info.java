/** Generated images: handwriting-like digits and points near a plane; each row is a function of its number. */
package io.sparkae.ingest.generate;
