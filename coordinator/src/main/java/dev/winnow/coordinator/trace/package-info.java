/**
 * Trace: the spans that the coordinator begins on the way of an item from its request to its result, and nothing else.
 * Where tracing is off they are no spans and cost nothing.
 */
@NullMarked
package dev.winnow.coordinator.trace;

import org.jspecify.annotations.NullMarked;
