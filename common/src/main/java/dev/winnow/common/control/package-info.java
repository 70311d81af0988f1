/**
 * Control: what workers and coordinators tell each other over HTTP, so that a broker outage expires no lease.
 *
 * <p>{@code POST /internal/v1/workers} takes a {@link WorkerRegistration}, {@code .../workers/{incarnation}/claims} a
 * {@link Claim}, {@code .../heartbeats} a {@link Heartbeat}, {@code .../returns} a {@link ShardReturn}. The version is
 * in the path; names are snake_case; unknown fields are ignored.
 */
@NullMarked
package dev.winnow.common.control;

import org.jspecify.annotations.NullMarked;
