/** What may be wrong with a JVM that is to train and search, found out before it does, in words. */
package io.sparkae.jobs.startup;
