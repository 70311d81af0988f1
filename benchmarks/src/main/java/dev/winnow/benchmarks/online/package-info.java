/**
 * Online: how long one short document takes that somebody waits for, on an idle worker and beside a job that fills it,
 * and what the job loses.
 *
 * <p>Start at {@link OnlineCommand}; the order of events is in {@link OnlineRun}.
 */
@NullMarked
package dev.winnow.benchmarks.online;

import org.jspecify.annotations.NullMarked;
