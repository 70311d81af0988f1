/**
 * Fleet: the workers that there are, and what they say over HTTP: registration, claims, heartbeats, returns.
 *
 * <p>{@link WorkerProtocolResource} is the internal API of {@code docs/reference/protocol.md}; {@link Fleet} keeps the
 * {@code worker} rows, {@link Draining} the names that are to take no more. What a claim does to a shard is the
 * business of {@code dispatch}.
 */
@NullMarked
package dev.winnow.coordinator.fleet;

import org.jspecify.annotations.NullMarked;
