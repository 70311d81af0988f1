/**
 * Online: documents that somebody waits for. {@link OnlineLine} is the line to the broker, {@link OnlineDesk} has them
 * done, ahead of shards and in places of their own, and tells whoever waits.
 *
 * <p>There is no claim, no lease and no record here. A worker that dies lets its deliveries go; the worker that gets
 * one again does not begin it, but hands it back to whoever waits. Reasons are in docs/decisions/0029.
 */
@NullMarked
package dev.winnow.worker.online;

import org.jspecify.annotations.NullMarked;
