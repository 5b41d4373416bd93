/** Console output, progress bars and the log file of the command. */
package io.sparkae.jobs.console;
