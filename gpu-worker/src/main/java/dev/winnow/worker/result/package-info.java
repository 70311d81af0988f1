/**
 * Result: finished items on their way to the coordinator, kept until it says that they are recorded.
 *
 * <p>Start at {@link ResultSender}, which empties the {@link Outbox} in {@link Letter}s. A broker's confirm proves
 * nothing for good: only the coordinator's verdict lets a result go. Engine and control do not enter here.
 */
@NullMarked
package dev.winnow.worker.result;

import org.jspecify.annotations.NullMarked;
