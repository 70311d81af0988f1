/**
 * End to end: the whole system as its users run it, by the launcher, with the real model, and with processes killed.
 *
 * <p>Nothing here looks inside: what the command line and REST say is what counts. {@link Installation} is one running
 * Winnow on this machine.
 */
@NullMarked
package dev.winnow.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
