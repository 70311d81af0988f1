/** The engine as a worker has it, for commands that measure it alone: which model, which adapter, in which mode. */
@NullMarked
package dev.winnow.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
