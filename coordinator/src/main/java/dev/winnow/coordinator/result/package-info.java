/**
 * Result: where results are kept, at most one for each item, and how far jobs are by them.
 *
 * <p>{@link Results} is the only writer of results and of a job's counters: the recorder and the reaper both go through
 * it. {@link Rate} says how fast a job runs.
 */
@NullMarked
package dev.winnow.coordinator.result;

import org.jspecify.annotations.NullMarked;
