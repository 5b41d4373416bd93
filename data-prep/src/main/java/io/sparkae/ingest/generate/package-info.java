/** Images drawn instead of read: handwriting-like digits, and points near a plane; each row a function of its number. */
package io.sparkae.ingest.generate;
