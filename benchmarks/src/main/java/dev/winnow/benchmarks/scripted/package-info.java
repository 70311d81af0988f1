/** A worker process that is real in all but its model: each item says in its input how the engine behaves. */
@NullMarked
package dev.winnow.benchmarks.scripted;

import org.jspecify.annotations.NullMarked;
