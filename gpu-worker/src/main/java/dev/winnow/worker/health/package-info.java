/**
 * Health: what the worker shows of itself: {@code /status} for people and launchers, liveness and readiness for
 * supervisors. Everything is read from {@link WorkerStatus}; nothing here changes what the worker does.
 */
@NullMarked
package dev.winnow.worker.health;

import org.jspecify.annotations.NullMarked;
