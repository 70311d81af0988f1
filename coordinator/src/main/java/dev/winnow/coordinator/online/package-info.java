/**
 * Online: documents that somebody waits for, and what becomes of them while the connection is open.
 *
 * <p>{@link OnlineDesk} takes one and gives a {@link Waiting}, which tells what is written as it is; {@link Exchange}
 * is the line to the workers, with a queue that is this coordinator's alone. Nothing is stored: whoever has no answer
 * asks again. Reasons are in docs/decisions/0029.
 */
@NullMarked
package dev.winnow.coordinator.online;

import org.jspecify.annotations.NullMarked;
