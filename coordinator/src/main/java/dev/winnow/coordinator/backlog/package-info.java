/**
 * Backlog: how much work waits for each pool, for whoever decides how many workers there should be.
 *
 * <p>{@link Backlogs} counts, {@link BacklogResource} answers an autoscaler, {@link BacklogMetrics} shows the same to
 * Prometheus. The broker's queues would not do: the dispatcher keeps them short, and what waits is in PostgreSQL.
 */
@NullMarked
package dev.winnow.coordinator.backlog;

import org.jspecify.annotations.NullMarked;
