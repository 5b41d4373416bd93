/** Locks of run folders: the operating system's on local disks, heartbeats on other file systems. */
package io.sparkae.run.lock;
