/**
 * Trace: the spans of what a worker does for a shard, its items and the documents that somebody waits for. Begun only
 * for what comes with a trace; where tracing is off they are no spans and cost nothing.
 */
@NullMarked
package dev.winnow.worker.trace;

import org.jspecify.annotations.NullMarked;
