/**
 * Retention: deletes what nobody needs any more: jobs that ended long ago or that their owner gives up, and, only where
 * the configuration says so, old parked messages; and lines of the audit after a year.
 *
 * <p>{@link Retention} marks jobs and deletes them piece by piece, {@link RetentionTimer} has it do so. From the mark
 * on a job belongs to nobody.
 */
@NullMarked
package dev.winnow.coordinator.retention;

import org.jspecify.annotations.NullMarked;
