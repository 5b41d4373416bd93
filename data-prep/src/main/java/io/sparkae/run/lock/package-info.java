/** Locks of a run folder: the operating system's locally, heartbeats elsewhere. */
package io.sparkae.run.lock;
