package dev.winnow.cli.console;

import java.io.PrintWriter;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}, so that output can be piped. Thread-safe.
 *
 * @param terminal whether {@code err} is a terminal, on which lines can be drawn again
 */
public record Console(PrintWriter out, PrintWriter err, boolean terminal) {
    /** A line of the command's result. */
    public void result(String line) {
        out.println(line);
        out.flush();
    }

    /** A line about how it goes. */
    public void say(String line) {
        err.println(line);
        err.flush();
    }
}
