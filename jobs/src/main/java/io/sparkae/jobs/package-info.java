/** The command: one job a stage, each reading settings, opening a session, running one stage and returning a code. */
package io.sparkae.jobs;
