/**
 * Limits: what one tenant may have queued and in flight, so that it cannot fill the database or the fleet alone.
 *
 * <p>{@link LimitsConfig} says how much, {@link QueuedItems} holds submissions to it, {@link InFlight} tells the
 * dispatcher who may have more. Nothing here scans items: jobs count theirs.
 */
@NullMarked
package dev.winnow.coordinator.limits;

import org.jspecify.annotations.NullMarked;
