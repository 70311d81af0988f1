/**
 * A job of a million items on the dashboard: how soon its page can be used, and what its live updates weigh; and the
 * list of all jobs.
 *
 * <p>Start at {@link LargeJobCommand}; {@link LargeJob} is what is submitted, {@link WatchedPages} what the browser
 * sees.
 */
@NullMarked
package dev.winnow.benchmarks.largejob;

import org.jspecify.annotations.NullMarked;
