package io.sparkae.jobs.console;

import java.io.PrintWriter;

/**
 * Where a command shows how it goes.
 *
 * @param out for lines
 * @param verbosity how much
 */
public record Screen(PrintWriter out, Verbosity verbosity) {
    /** Whether it is a terminal, on which a line can be drawn over. */
    public boolean hasBars() {
        return System.console() != null && verbosity != Verbosity.QUIET;
    }
}
