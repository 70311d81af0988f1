/**
 * Life: what happens when, from the start of the process to its end.
 *
 * <p>Start at {@link WorkerLife}: status endpoint, model files, weights, registration, consuming; and the way back when
 * the process is told to stop. {@link Worker} puts the parts of one worker together, {@link Rhythm} calls them again
 * and again, {@link Watchdog} ends a process whose engine does not move.
 */
@NullMarked
package dev.winnow.worker.life;

import org.jspecify.annotations.NullMarked;
