package io.sparkae.jobs.console;

/** How much a command says while it works. Errors are always said. */
public enum Verbosity {
    /** Nothing. */
    QUIET,
    /** How it goes, and what came of it. */
    NORMAL,
    /** Also a line for every epoch, and what the log has, on standard error. */
    VERBOSE
}
