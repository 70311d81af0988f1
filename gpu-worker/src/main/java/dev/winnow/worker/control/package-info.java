/**
 * Control: what the worker says to the coordinator over HTTP, and when it says it again.
 *
 * <p>Start at {@link CoordinatorClient}, one method for each call; {@link Membership} keeps the worker known. Every
 * failure is one of three: {@link CoordinatorAwayException} (ask again), {@link CoordinatorRefusedException} (this call
 * is wrong) and {@link WorkerRefusedException} (the worker cannot go on). Neither broker nor engine enters here.
 */
@NullMarked
package dev.winnow.worker.control;

import org.jspecify.annotations.NullMarked;
